// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/types_of_others.h"

#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <array>

namespace retort::schema {
namespace {

struct OtherName {
    std::string_view theirs;
    std::string_view ours;
};
/// What other databases call a type that PostgreSQL has under another name.
constexpr std::array<OtherName, 16> kOtherNames = {{{"blob", "bytea"},
                                                    {"binary", "bytea"},
                                                    {"varbinary", "bytea"},
                                                    {"datetime", "timestamp"},
                                                    {"smalldatetime", "timestamp"},
                                                    {"tinyint", "smallint"},
                                                    {"mediumint", "integer"},
                                                    {"nvarchar", "varchar"},
                                                    {"varchar2", "varchar"},
                                                    {"nchar", "char"},
                                                    {"clob", "text"},
                                                    {"string", "text"},
                                                    {"mediumtext", "text"},
                                                    {"longtext", "text"},
                                                    {"number", "numeric"},
                                                    {"uniqueidentifier", "uuid"}}};

}  // namespace

std::string_view type_of_others(std::string_view name) {
    const std::string word = lower_case(name);
    const auto found = std::find_if(kOtherNames.begin(), kOtherNames.end(),
                                    [&](const OtherName& other) { return other.theirs == word; });
    return found == kOtherNames.end() ? std::string_view() : found->ours;
}

}  // namespace retort::schema
