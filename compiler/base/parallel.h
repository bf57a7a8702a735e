// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

// Work that is the same for many things, on several threads.

namespace retort {

/// Some of the things that a piece of work is about: those from `begin` to before `end`.
struct Part {
    std::size_t index = 0;  ///< of the part itself
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// How many parts of `size` things `count` things are: the last may be shorter.
[[nodiscard]] constexpr std::size_t count_parts(std::size_t count, std::size_t size) {
    return (count + size - 1) / size;
}

/// As many as the machine has, one at least.
[[nodiscard]] std::size_t count_processors();

/// Calls `work` once for every part, on up to `threads` threads, the calling one among them; comes
/// back when all is done. Which thread does which part, and when, is not fixed: what parts find
/// goes to places of their own. What one of them throws is thrown again here.
void for_each_part(std::size_t count, std::size_t size, std::size_t threads,
                   const std::function<void(const Part&)>& work);

}  // namespace retort
