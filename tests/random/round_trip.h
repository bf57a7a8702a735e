// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace retort::random {

/// Two revisions that go up and down and up again on a live database.
struct Trip {
    std::vector<std::string> upgrades;  ///< the upgrade blocks of r1 and r2
    struct Question {
        std::string query;
        std::string answer;  ///< rows on lines, values separated by `|`
    };
    std::vector<Question> after;  ///< asked after r2
    bool modelled = true;  ///< the catalog after r2 holds nothing that the model does not know
    bool printed = true;   ///< its own words say the same schema
    bool ordered = true;   ///< columns stand in the model's order
};

/// What is wrong; empty where nothing is. After r2 the catalog must be that of a database which is
/// built from nothing by what the model says; its downgrade brings back the catalog before it and,
/// where no loss of data is announced, every row; the upgrade then gives the same catalog again;
/// and the downgrade to base leaves nothing.
[[nodiscard]] std::string postgresql_problem(const Trip& trip);
/// Those of several trips, in one session.
[[nodiscard]] std::vector<std::string> postgresql_problems(const std::vector<Trip>& trips);
[[nodiscard]] std::string sqlite_problem(const Trip& trip);

}  // namespace retort::random
