// SPDX-License-Identifier: Apache-2.0
#include "tests/random/graph_statements.h"

#include <algorithm>
#include <utility>

namespace retort::random {
namespace {

/// Makes one statement, as a revision sees the things that there are.
class Maker {
public:
    Maker(std::size_t revision, std::vector<bool> ancestors, Things& things, Dice& dice)
        : revision_(revision), ancestors_(std::move(ancestors)), things_(things), dice_(dice) {
        ancestors_[revision] = true;
    }

    std::string statement() {
        const std::size_t kind = dice_.below(10);
        if (kind < 2) { return create_table(); }
        if (kind < 6) {
            if (Things::Table* table = pick([&](const auto& t) { return may_add(t.touches); })) {
                return add_to(*table);
            }
        } else if (kind < 9) {
            if (Things::Table* table = pick([&](const auto& t) { return may_change(t.touches); })) {
                return change(*table);
            }
        } else if (std::string text = drop_view(); !text.empty()) {
            return text;
        }
        return create_table();
    }

private:
    [[nodiscard]] bool knows(const std::vector<std::size_t>& revisions) const {
        return std::all_of(revisions.begin(), revisions.end(), [&](std::size_t revision) {
            return static_cast<bool>(ancestors_[revision]);
        });
    }
    [[nodiscard]] bool may_add(const Touches& touches) const { return knows(touches.changes); }
    [[nodiscard]] bool may_change(const Touches& touches) const {
        return knows(touches.changes) && knows(touches.additions);
    }

    template <class Wanted>
    Things::Table* pick(Wanted wanted) {
        std::vector<Things::Table*> found;
        for (Things::Table& table : things_.tables) {
            if (table.there && wanted(table)) { found.push_back(&table); }
        }
        return found.empty() ? nullptr : found[dice_.below(found.size())];
    }

    std::string fresh(const char* prefix) { return prefix + std::to_string(things_.names++); }
    std::string key() { return std::to_string(things_.rows++); }

    std::string create_table() {
        Things::Table table;
        table.name = fresh("t");
        table.number = "num";
        table.touches.changes = {revision_};
        std::string text = "    create table " + table.name +
                           " (\n        id integer primary key,\n"
                           "        word varchar(20) not null default 'none',\n"
                           "        num integer";
        if (dice_.one_in(3)) {
            if (Things::Table* target = pick([&](const auto& t) { return may_add(t.touches); })) {
                text += ",\n        target integer references " + target->name + " (id)";
                target->touches.additions.push_back(revision_);
                target->referenced = true;
            }
        }
        text += dice_.one_in(4) ? ",\n        unique (num)\n    );\n" : "\n    );\n";
        if (!dice_.one_in(4)) {
            text += "    insert into " + table.name + " (id, word, num) values (1, 'one', 1), (" +
                    key() + ", 'two', null);\n";
        }
        things_.tables.push_back(std::move(table));
        return text;
    }

    std::string add_to(Things::Table& table) {
        table.touches.additions.push_back(revision_);
        const std::string name = table.name;
        switch (dice_.below(5)) {
            case 0: {
                const std::string column = fresh("c");
                table.more.push_back(column);
                return "    alter table " + name + " add column " + column +
                       (dice_.one_in(2) ? " integer not null default 7;\n" : " text;\n");
            }
            case 1: {
                table.referenced = true;
                const std::string view = fresh("v");
                const auto at = static_cast<std::size_t>(&table - things_.tables.data());
                things_.views.push_back({view, at, true, {{}, {revision_}}});
                return "    create view " + view + " as select id, word from " + name +
                       " where id > 0;\n";
            }
            case 2:
                return "    create index " + fresh("i") + " on " + name + " (word, id);\n";
            default:
                break;
        }
        const std::string row = key();
        if (!table.filled) {
            return "    insert into " + name + " (id, word) values (" + row + ", 'w" + row +
                   "');\n";
        }
        return "    insert into " + name + " (id, word, " + table.number + ") values (" + row +
               ", 'w" + row + "', " + row + ");\n";
    }

    std::string change(Things::Table& table) {
        table.touches.changes.push_back(revision_);
        const std::string alter = "    alter table " + table.name + " ";
        const std::size_t kind = dice_.below(8);
        if (kind == 0 && !table.referenced) {
            table.there = false;
            return "    drop table " + table.name + ";\n";
        }
        if (kind == 1 && !table.more.empty()) {
            const std::string column = table.more.back();
            table.more.pop_back();
            return alter + "drop column " + column + ";\n";
        }
        if (kind == 2) {
            const std::string old = std::exchange(table.name, fresh("t"));
            return "    alter table " + old + " rename to " + table.name + ";\n";
        }
        if (kind == 3 && !table.number.empty()) {
            const std::string old = std::exchange(table.number, fresh("n"));
            return alter + "rename column " + old + " to " + table.number + ";\n";
        }
        if (kind == 4 && !table.number.empty() && !table.filled) {
            table.filled = true;
            return "    update " + table.name + " set " + table.number + " = id + 1000 where " +
                   table.number + " is null reverse nothing;\n" + alter + "alter column " +
                   table.number + " set not null;\n";
        }
        if (kind == 5) {
            return alter + "add constraint " + fresh("k") + " check (length(word) < 30);\n";
        }
        // PostgreSQL's rule: a view pins the types of its columns.
        if (kind == 6 && !table.referenced) {
            return alter + "alter column word type varchar(40);\n";
        }
        const std::string word = fresh("u");
        return "    update " + table.name + " set word = '" + word +
               "' where id = 1 reverse update " + table.name + " set word = 'back' where word = '" +
               word + "';\n";
    }

    std::string drop_view() {
        for (Things::View& view : things_.views) {
            Things::Table& table = things_.tables[view.table];
            if (!view.there || !may_change(view.touches) || !may_add(table.touches)) { continue; }
            view.there = false;
            view.touches.changes.push_back(revision_);
            table.touches.additions.push_back(revision_);
            return "    drop view " + view.name + ";\n";
        }
        return {};
    }

    std::size_t revision_;
    std::vector<bool> ancestors_;
    Things& things_;
    Dice& dice_;
};

}  // namespace

std::string make_statement(std::size_t revision, const std::vector<bool>& ancestors, Things& things,
                           Dice& dice) {
    return Maker(revision, ancestors, things, dice).statement();
}

}  // namespace retort::random
