// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/driver/context.h"

namespace retort::driver {

/// Writes the first revision of a history: what leads from nothing to the schema that a script or a
/// directory of them describes.
[[nodiscard]] ExitStatus import_sql(Context& context, const project::Target& target);

}  // namespace retort::driver
