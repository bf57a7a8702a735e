// SPDX-License-Identifier: Apache-2.0
#include "compiler/project/project.h"
#include "compiler/project/text.h"

#include <array>
#include <utility>

namespace retort::project {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kSchemes{{
    {"postgresql", "postgresql"},
    {"postgres", "postgresql"},
    {"sqlite", "sqlite"},
}};

}  // namespace

std::string_view dialect_of_url(std::string_view url) {
    const std::size_t end = url.find("://");
    if (end == std::string_view::npos) { return {}; }
    const std::string_view with_driver = url.substr(0, end);
    const std::string scheme = lower_ascii(with_driver.substr(0, with_driver.find('+')));
    for (const auto& [name, dialect] : kSchemes) {
        if (scheme == name) { return dialect; }
    }
    return {};
}

std::vector<std::string_view> known_dialects() {
    return {"postgresql", "sqlite"};
}

}  // namespace retort::project
