// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/history.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, std::string_view text) {
    std::ofstream file(path, std::ios::binary);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.flush()) {
        std::cerr << "cannot write " << path << '\n';
        std::exit(1);
    }
}

}  // namespace

int main(int argc, char** argv) {
    using namespace retort::bench;
    const bool alembic = argc == 5 && std::string(argv[4]) == "alembic";
    const std::optional<Shape> shape = argc < 4 ? std::nullopt : find_shape(argv[1]);
    if ((argc != 4 && !alembic) || !shape) {
        std::cerr
            << "usage: retort_bench_history line|heads|labels|diamonds|pairs N DIR [alembic]\n"
               "prints what the last revision stands on, and its identifier\n";
        return 2;
    }
    const std::size_t count = revision_count(*shape, std::stoul(argv[2]));
    const fs::path root = argv[3];
    const fs::path revisions = root / (alembic ? "versions" : "migrations");
    fs::create_directories(revisions);
    if (alembic) {
        write(root / "alembic.ini", alembic_ini_text());
        write(root / "env.py", alembic_env_text());
    } else {
        write(root / "retort.yaml", configuration_text());
    }
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = revision_id(i) + "_add_table";
        if (alembic) {
            write(revisions / (name + ".py"), alembic_text(i, *shape));
        } else {
            write(revisions / (name + ".mig"), revision_text(i, *shape));
        }
    }
    const Place last = place_of(*shape, count - 1);
    std::string below;
    for (const std::vector<std::size_t>* edges : {&last.parents, &last.dependencies}) {
        for (const std::size_t number : *edges) {
            below += (below.empty() ? "" : ",") + revision_id(number);
        }
    }
    std::cout << (below.empty() ? "base" : below) << ' ' << revision_id(count - 1) << '\n';
    return 0;
}
