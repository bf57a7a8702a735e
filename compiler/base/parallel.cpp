// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <vector>

namespace retort {

std::size_t count_processors() {
    return std::max(1U, std::thread::hardware_concurrency());
}

void for_each_part(std::size_t count, std::size_t size, std::size_t threads,
                   const std::function<void(const Part&)>& work) {
    const std::size_t parts = count_parts(count, size);
    std::atomic<std::size_t> next{0};
    std::vector<std::exception_ptr> thrown(parts);
    const auto work_on = [&] {
        for (std::size_t i = next++; i < parts; i = next++) {
            try {
                work({i, i * size, std::min((i + 1) * size, count)});
            } catch (...) { thrown[i] = std::current_exception(); }
        }
    };
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < std::min(threads, parts); ++i) { others.emplace_back(work_on); }
    work_on();
    for (std::thread& thread : others) { thread.join(); }
    for (const std::exception_ptr& each : thrown) {
        if (each) { std::rethrow_exception(each); }
    }
}

}  // namespace retort
