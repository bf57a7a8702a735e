// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/driver/schemas.h"

namespace retort::driver {

/// Where a database keeps only the text of what was created, and one side is a script: what that
/// script says as the database stores the other side becomes what the other side says.
void settle_stored(Context& context, const Compilation& compilation, NamedSchema& from,
                   NamedSchema& to);

}  // namespace retort::driver
