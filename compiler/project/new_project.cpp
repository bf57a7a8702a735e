// SPDX-License-Identifier: Apache-2.0
#include "compiler/project/new_project.h"

namespace retort::project {
namespace {

constexpr const char* kGenericTargets =
    R"(# The databases that scripts are written for. Of a URL only the scheme is used; nothing connects.
targets:
  main:
    dialect: postgresql            # or sqlite; or a url: "${DATABASE_URL:-postgresql://localhost/app}"
    version: 15
    output: build/sql              # where `retort build` writes
)";

constexpr const char* kSeveralTargets =
    R"(# The databases that scripts are written for; `-n NAME` chooses one. All have the same revisions; one
# that is for some of them only says so in its header: `targets primary;`.
targets:
  primary:
    dialect: postgresql            # or a url, of which only the scheme is used
    version: 15
    output: build/sql/primary      # where `retort build` writes
  embedded:
    dialect: sqlite
    version: "3.40"
    output: build/sql/embedded
    # A database with a history of its own has its own directory:
    # migrations: [migrations/embedded]
)";

constexpr const char* kSettings = R"(
migrations: [migrations]           # directories of revision files, with all below them
file_template: "{year}-{month}-{day}_{rev}_{slug}"
timezone: UTC                      # of the dates in file names and headers

# version_table: alembic_version   # an existing Alembic database is taken over as it is
# defaults:
#   transaction: per-script        # or per-revision, none
#   lock_timeout: 5s
# post_write:                      # run on a new revision file, without a shell
#   - ["git", "add", "{file}"]
)";

constexpr const char* kReadme = R"(# Migrations

One revision a file: a header, and the change in SQL's DDL. The way back is derived.

    retort revision -m "Add orders"    a new file, on top of the newest revision
    retort check                       every proof that needs no database
    retort upgrade head                the script, on standard output
    retort history                     what there is
)";

}  // namespace

std::vector<NewFile> new_project_files(ProjectTemplate kind) {
    const bool several = kind == ProjectTemplate::MultiDatabase;
    return {{"retort.yaml", std::string(several ? kSeveralTargets : kGenericTargets) + kSettings},
            {"migrations/README.md", kReadme}};
}

}  // namespace retort::project
