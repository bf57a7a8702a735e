// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/driver/driver.h"

namespace retort::driver {

/// Connects a world to this process's environment, terminal, clock and programs. Its files are left
/// to the caller.
void connect(World& world);

}  // namespace retort::driver
