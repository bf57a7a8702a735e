// SPDX-License-Identifier: Apache-2.0
#include "tests/live/whole_schema.h"

#include "tests/live/project_in_memory.h"

#include <gtest/gtest.h>

namespace retort::live {

WholeSchema whole_schema(const std::string& target, const std::string& dialect,
                         const std::string& version, const std::vector<std::string>& revisions) {
    ProjectInMemory retort(dialect, version, revisions, "schema: schema.mig\n",
                           {"primary", "analytics", "embedded"});
    const std::string text = retort({"-n", target, "schema", "heads"});
    retort.write("schema.mig", text);
    EXPECT_EQ(retort({"-n", target, "diff", "heads", "schema"}), "") << text;
    EXPECT_EQ(retort({"-n", target, "diff", "schema", "heads"}), "") << text;
    EXPECT_NE(retort({"-n", target, "check"}), "");
    return {retort({"-n", target, "upgrade", "heads"}),
            retort({"-n", target, "schema", "heads", "--format", "sql"})};
}

std::string dump_differences(const std::string& target, const std::string& dialect,
                             const std::string& version, const std::vector<std::string>& revisions,
                             const std::string& dump) {
    ProjectInMemory retort(dialect, version, revisions, "", {"primary", "analytics", "embedded"});
    retort.write("dump.sql", dump);
    return retort({"-n", target, "diff", "heads", "dump.sql"}) +
           retort({"-n", target, "diff", "dump.sql", "heads"});
}

}  // namespace retort::live
