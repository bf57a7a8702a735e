// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/tables.h"

#include <iostream>
#include <optional>
#include <string>

int main(int argc, char** argv) {
    using namespace retort::bench;
    const std::string side = argc < 3 ? std::string() : argv[2];
    const std::optional<Change> change = argc != 4 ? std::nullopt : find_change(argv[1]);
    if (!change || (side != "before" && side != "after" && side != "dump")) {
        std::cerr << "usage: retort_bench_tables none|few|all|other|views before|after|dump N\n"
                     "prints the statements that make N tables\n";
        return 2;
    }
    const std::size_t count = std::stoul(argv[3]);
    std::cout << (side == "dump"
                      ? dump_text(count)
                      : tables_text(count, *change, side == "after" ? Side::After : Side::Before));
    return std::cout.flush() ? 0 : 1;
}
