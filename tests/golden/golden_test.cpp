// SPDX-License-Identifier: Apache-2.0
#include "tests/golden/golden_case.h"
#include "tests/support/text_diff.h"
#include "tests/support/tree.h"

#include <gtest/gtest.h>

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace retort::support {
namespace {

// The parameter is the case's path below tests/golden.
class Golden : public ::testing::TestWithParam<std::string> {};

std::filesystem::path golden_root() {
    return source_root() / "tests" / "golden";
}

std::vector<std::string> golden_names() {
    std::vector<std::string> names;
    for (const auto& directory : golden_directories()) {
        names.push_back(directory.lexically_relative(golden_root()).generic_string());
    }
    return names;
}

void expect_same(const char* what, const std::string& expected, const std::string& actual) {
    EXPECT_TRUE(expected == actual) << what << " differs:\n" << unified_diff(expected, actual);
}

std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
    std::string name = info.param;
    for (char& c : name) {
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) { c = '_'; }
    }
    return name;
}

TEST_P(Golden, Runs) {
    const GoldenCase golden = load_case(golden_root() / GetParam());
    for (const std::string& file : golden.unknown_files) {
        ADD_FAILURE() << "unknown file in the case: " << file;
    }
    ASSERT_FALSE(golden.commands.empty()) << "`command` is empty";
    const Outcome outcome = run_case(golden);
    if (std::getenv("UPDATE_GOLDENS") != nullptr) {
        rewrite_case(golden, outcome);
        GTEST_SKIP() << "rewritten; run again without UPDATE_GOLDENS to test";
    }
    EXPECT_EQ(golden.expected.status, outcome.status);
    expect_same("standard output", golden.expected.out, outcome.out);
    expect_same("standard error", golden.expected.err, outcome.err);
    for (const auto& [name, text] : outcome.written) {
        const auto expected = golden.expected.written.find(name);
        if (expected == golden.expected.written.end()) {
            ADD_FAILURE() << "written, but not expected: " << name;
        } else {
            expect_same(name.c_str(), expected->second, text);
        }
    }
    for (const auto& [name, text] : golden.expected.written) {
        EXPECT_TRUE(outcome.written.contains(name)) << "expected, but not written: " << name;
    }
    if (outcome.status != 0) { EXPECT_FALSE(outcome.err.empty()) << "a failed run must say why"; }
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, ::testing::ValuesIn(golden_names()), test_name);

}  // namespace
}  // namespace retort::support
