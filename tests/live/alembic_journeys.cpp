// SPDX-License-Identifier: Apache-2.0
#include "tests/live/alembic_journeys.h"

#include <gtest/gtest.h>

namespace retort::live {
namespace {

using Rows = std::vector<std::string>;

const Rows kHeads = {"d1", "x1"};
const Rows kStepBack = {"m1", "x1"};

/// A database for every place. Each leg of the journey is made with all of them before the next, so
/// that Alembic need not start anew for each.
class Journey {
public:
    Journey(const TwoTools& tools, const MakeDatabase& fresh) : tools_(tools) {
        for (std::size_t i = 0; i < places().size(); ++i) { databases_.push_back(fresh()); }
        const SharedDatabase database = fresh();
        database.run(tools.retort({"upgrade", "heads"}));
        expected_ = database.state();
    }

    /// Runs one of our scripts, from which `command` makes the words, everywhere.
    void ours(const std::function<Rows(const Place&)>& command) const {
        for (std::size_t i = 0; i < databases_.size(); ++i) {
            databases_[i].run(tools_.retort(command(places()[i])));
        }
    }
    /// Runs Alembic's commands everywhere; its `current` must show the rows then.
    void theirs(const std::function<Rows(const Place&)>& commands,
                const std::function<Rows(const Place&)>& shown) const {
        std::vector<Errand> errands;
        for (std::size_t i = 0; i < databases_.size(); ++i) {
            errands.push_back({databases_[i].url, commands(places()[i])});
        }
        const std::vector<Rows> found = tools_.alembic(errands);
        for (std::size_t i = 0; i < databases_.size(); ++i) {
            EXPECT_EQ(found[i], shown(places()[i])) << joined(places()[i].rows, ",");
        }
    }
    void sql(const std::string& script) const {
        for (const SharedDatabase& database : databases_) { database.run(script); }
    }

    void expect_rows(const std::function<Rows(const Place&)>& rows) const {
        for (std::size_t i = 0; i < databases_.size(); ++i) {
            EXPECT_EQ(databases_[i].rows(), rows(places()[i])) << joined(places()[i].rows, ",");
        }
    }
    /// All of them are where our scripts alone lead to.
    void expect_the_end() const {
        for (std::size_t i = 0; i < databases_.size(); ++i) {
            EXPECT_EQ(databases_[i].state(), expected_) << joined(places()[i].rows, ",");
        }
    }

private:
    const TwoTools& tools_;
    std::vector<SharedDatabase> databases_;
    std::string expected_;
};

Rows rows_of(const Place& place) {
    return place.rows;
}
Rows shown_at(const Place& place) {
    return place.shown.empty() ? place.rows : place.shown;
}
Rows their_upgrades(const Place& place) {
    Rows commands;
    for (const std::string& word : place.words) { commands.push_back("upgrade " + word); }
    return commands;
}
Rows our_upgrade(const Place& place) {
    return {"upgrade", joined(place.words, ",")};
}
/// To all heads from where Alembic's `current` says that the database is.
Rows our_rest(const Place& place) {
    return {"upgrade", joined(shown_at(place), ",") + ":heads"};
}
/// The same words everywhere.
std::function<Rows(const Place&)> all(Rows words) {
    return [words](const Place&) { return words; };
}

}  // namespace

void expect_ours_continues(const TwoTools& tools, const MakeDatabase& fresh) {
    const Journey journey(tools, fresh);
    journey.theirs(their_upgrades, shown_at);
    journey.expect_rows(rows_of);
    journey.ours(our_rest);
    journey.expect_the_end();
    journey.theirs(all({"downgrade m1"}), all(kStepBack));
    journey.ours(all({"upgrade", "m1,x1:heads"}));
    journey.expect_the_end();
    // Nothing is left for Alembic to do, and the way down is open.
    journey.theirs(all({"upgrade heads"}), all(kHeads));
    journey.expect_the_end();
    journey.theirs(all({"downgrade base"}), all({}));
}

void expect_alembic_continues(const TwoTools& tools, const MakeDatabase& fresh) {
    const Journey journey(tools, fresh);
    journey.ours(our_upgrade);
    journey.expect_rows(rows_of);
    journey.theirs(all({}), shown_at);
    journey.theirs(all({"upgrade heads"}), all(kHeads));
    journey.expect_the_end();
    journey.ours(all({"downgrade", "d1,x1:m1"}));
    journey.theirs(all({}), all(kStepBack));
    journey.theirs(all({"upgrade heads"}), all(kHeads));
    journey.expect_the_end();
    journey.ours(all({"downgrade", "base"}));
    journey.theirs(all({}), all({}));
}

void expect_stamps_are_understood(const TwoTools& tools, const MakeDatabase& fresh) {
    const std::string empty = "DELETE FROM alembic_version;";
    const Journey theirs(tools, fresh);
    theirs.ours(our_upgrade);
    theirs.sql(empty);
    theirs.theirs([](const Place& place) { return Rows{"stamp " + joined(place.rows, " ")}; },
                  shown_at);
    theirs.expect_rows(rows_of);
    theirs.ours(our_rest);
    theirs.expect_the_end();

    const Journey ours(tools, fresh);
    ours.theirs(their_upgrades, shown_at);
    ours.sql(empty);
    ours.ours([](const Place& place) { return Rows{"stamp", joined(place.rows, ",")}; });
    ours.expect_rows(rows_of);
    ours.theirs(all({"upgrade heads"}), all(kHeads));
    ours.expect_the_end();
}

void expect_the_same_from_nothing(const TwoTools& tools, const MakeDatabase& fresh) {
    const SharedDatabase theirs = fresh();
    EXPECT_EQ(tools.alembic({{theirs.url, {"upgrade heads"}}}), std::vector<Rows>{kHeads});
    const SharedDatabase ours = fresh();
    ours.run(tools.retort({"upgrade", "heads"}));
    EXPECT_EQ(theirs.state(), ours.state());
}

}  // namespace retort::live
