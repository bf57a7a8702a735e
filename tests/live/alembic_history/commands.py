# SPDX-License-Identifier: Apache-2.0
"""Runs Alembic's command line again and again: commands.py @URL COMMAND… @URL COMMAND…, each command
one argument. It starts Python, and reads Alembic, only once."""

import os
import sys

from alembic.config import main

ini = os.path.join(os.path.dirname(os.path.abspath(__file__)), "alembic.ini")
url = None
for word in sys.argv[1:]:
    if word.startswith("@"):
        url = word[1:]
        continue
    print(">", word, flush=True)
    main(argv=["-c", ini, "-x", "url=" + url] + word.split(), prog="alembic")
