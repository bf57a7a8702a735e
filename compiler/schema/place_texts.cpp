// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/place_texts.h"

#include "compiler/schema/apply.h"
#include "compiler/schema/created_by_text.h"
#include "compiler/schema/footprint.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

namespace retort::schema {
namespace {

/// A statement by the names of objects, without their schemas: what it makes and what it speaks of.
struct Names {
    std::set<std::string> makes;
    std::set<std::string> uses;
};

std::string last_part(const std::string& object) {
    const std::size_t dot = object.rfind('.');
    return dot == std::string::npos ? object : object.substr(dot + 1);
}

Names names_of(const Operation& operation, const Schema& before, const Schema& after) {
    Names names;
    for (const Mark& mark : footprint(operation, before, after)) {
        const bool makes = mark.deed == Deed::Creates && mark.part.empty();
        (makes ? names.makes : names.uses).insert(last_part(mark.object));
    }
    return names;
}

Names names_of_text(const std::string& text) {
    Names names;
    const std::vector<SqlWord> words = split_sql(text);
    const std::optional<CreatedByText> made = created_by_text(words);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!words[i].is_name()) { continue; }
        (made && i == made->last ? names.makes : names.uses).insert(folded(words[i]));
    }
    return names;
}

bool meet(const std::set<std::string>& a, const std::set<std::string>& b) {
    return std::any_of(a.begin(), a.end(),
                       [&](const std::string& name) { return b.count(name) != 0; });
}

/// Schemas and extensions come first: any text may need them without naming them.
bool makes_ground(const Operation& operation) {
    return std::holds_alternative<CreateSchema>(operation.kind) ||
           std::holds_alternative<CreateExtension>(operation.kind);
}

const std::string* text_of(const Operation& operation) {
    if (const auto* text = std::get_if<SqlStatementText>(&operation.kind)) { return &text->text; }
    const auto* execute = std::get_if<Execute>(&operation.kind);
    return execute == nullptr || execute->up.texts.empty() ? nullptr
                                                           : &execute->up.texts.front().second;
}

}  // namespace

std::vector<Operation> place_texts(const std::vector<Operation>& made,
                                   const std::vector<Operation>& texts, const NamingRules& naming) {
    std::vector<Operation> result;
    std::vector<Names> placed;
    Schema state;
    std::size_t ground = 0;
    for (const Operation& operation : made) {
        Operation applied = operation;
        const Schema before = state;
        Diagnostics none;
        static_cast<void>(apply(applied, state, naming, none));
        placed.push_back(names_of(applied, before, state));
        result.push_back(operation);
        if (makes_ground(operation)) { ground = result.size(); }
    }
    for (const Operation& text : texts) {
        const std::string* sql = text_of(text);
        if (sql == nullptr) { return {}; }
        Names names = names_of_text(*sql);
        std::size_t place = ground;
        for (std::size_t i = ground; i < placed.size(); ++i) {
            if (meet(placed[i].makes, names.uses)) { place = i + 1; }
        }
        for (std::size_t i = 0; i < place; ++i) {
            if (meet(placed[i].uses, names.makes)) { return {}; }
        }
        // Texts that stand on the same ground keep their order.
        while (place < placed.size() && text_of(result[place]) != nullptr) { ++place; }
        result.insert(result.begin() + static_cast<std::ptrdiff_t>(place), text);
        placed.insert(placed.begin() + static_cast<std::ptrdiff_t>(place), std::move(names));
    }
    return result;
}

Operation enclosed(const SqlStatementText& text, Span where) {
    Execute execute;
    execute.up.texts.emplace_back("", text.text);
    execute.reverse_nothing = text.reverse && text.reverse->nothing;
    if (std::optional<SqlStatementText> drop = drop_of_text(text.text)) {
        RawSql back;
        back.texts.emplace_back("", std::move(drop->text));
        execute.reverse = Box<RawSql>(std::move(back));
    }
    return {std::move(execute), where};
}

}  // namespace retort::schema
