// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/random/round_trip.h"

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace retort::operations {

/// One operation on tables in three states: empty, with rows, and with rows and dependants. Read
/// from cases/*.cases, whose README tells the form.
struct Case {
    std::string name;
    std::string like;  ///< the case of worlds.cases whose tables, rows and dependants it has
    std::string before;
    std::string rows;
    std::string dependants;
    std::string change;
    std::string no_rows;        ///< why there is no state with rows
    std::string no_dependants;  ///< why there is none with dependants
    std::string unmodelled;     ///< why the model does not know all that the catalog has then
    std::string unprinted;      ///< why its own words do not say all of that
    /// By dialect, by state (`dependants`) or both (`sqlite dependants`): the code of the
    /// diagnostic with which the change is refused.
    std::map<std::string, std::string> refused;
    /// By dialect, or `both`: what is asked after the change, where there are rows.
    std::map<std::string, std::vector<random::Trip::Question>> after;
    /// By dialect: text that is kept as it stands needs this version; older ones fail on it.
    std::map<std::string, int> fails_before;
    /// By dialect: the change needs this version; for older ones it is refused as too new.
    std::map<std::string, int> since;
};

/// One state of one case.
struct Variant {
    Case the_case;
    std::string state;  ///< empty, rows, dependants

    /// The code with which the dialect refuses it; empty where it works.
    [[nodiscard]] std::string refused(const std::string& dialect) const;
    [[nodiscard]] random::Trip trip(const std::string& dialect) const;
};
void PrintTo(const Variant& variant, std::ostream* out);

/// All cases, in the order of file names and places. Throws where a file has not its form.
[[nodiscard]] const std::vector<Case>& all_cases();
[[nodiscard]] std::vector<Variant> all_variants();

}  // namespace retort::operations
