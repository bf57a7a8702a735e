// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/left_out.h"

#include "compiler/schema/sql_words.h"
#include "dialects/sqlite/words.h"

#include <algorithm>
#include <set>
#include <vector>

// `unsupported: skip` leaves out what no table's shape depends on. What reads such an object would
// be made by SQLite without a word, and then fail wherever it is used: it is left out as well.

namespace retort::dialects::sqlite {

namespace {

using schema::CodeKind;
using schema::CodeObject;
using schema::CodeObjectState;
using schema::SqlWord;

bool skips(const Context& context) {
    return context.options != nullptr && context.options->skip_unsupported;
}

class Search {
public:
    explicit Search(const schema::Schema& schema) : schema_(schema) {}

    std::string reason(const CodeObject& object) {
        const std::vector<SqlWord> words = schema::split_sql(object.definition);
        std::string found;
        schema_.code_objects.for_each(
            [&](const std::string& key, const Shared<CodeObjectState>& state) {
                if (!found.empty()) { return; }
                const CodeObject& other = state->object;
                const bool on_it = object.kind == CodeKind::Trigger && object.table == other.name;
                switch (other.kind) {
                    case CodeKind::MaterializedView:
                        if (reads(words, other)) {
                            found = "which reads materialized view " + other.name.name;
                        }
                        return;
                    case CodeKind::View:
                        if (!(on_it || reads(words, other)) || !seen_.insert(key).second) {
                            return;
                        }
                        if (!reason(other).empty()) {
                            found = std::string(on_it ? "which stands on" : "which reads") +
                                    " view " + other.name.name + ", which was left out";
                        }
                        return;
                    case CodeKind::Function:
                    case CodeKind::Procedure:
                        if (calls(words, other.name.name)) {
                            found = "which calls function " + other.name.name;
                        }
                        return;
                    case CodeKind::Trigger:
                    case CodeKind::Policy:
                    case CodeKind::Statistics:
                        return;
                }
            });
        return found;
    }

private:
    static bool reads(const std::vector<SqlWord>& words, const CodeObject& relation) {
        return !schema::table_uses(words, relation.name).empty();
    }
    static bool calls(const std::vector<SqlWord>& words, const std::string& function) {
        for (std::size_t i = 0; i + 1 < words.size(); ++i) {
            if (words[i].is_name() && lower(words[i].text) == lower(function) &&
                words[i + 1].is("(")) {
                return true;
            }
        }
        return false;
    }

    const schema::Schema& schema_;
    std::set<std::string> seen_;  ///< views that were looked at
};

}  // namespace

std::string left_out_because(const Context& context, const schema::Schema& schema,
                             const CodeObject& object) {
    if (!skips(context)) { return {}; }
    return Search(schema).reason(object);
}

bool is_on_left_out(const Context& context, const QualifiedName& relation) {
    if (!skips(context)) { return false; }
    const std::string key = schema::code_object_key(CodeKind::MaterializedView, {}, relation, {});
    return context.before->code_objects.contains(key) || context.after->code_objects.contains(key);
}

bool is_left_out_index(const Context& context, const QualifiedName& index) {
    if (!skips(context)) { return false; }
    bool found = false;
    context.before->code_objects.for_each([&](const std::string&,
                                              const Shared<CodeObjectState>& state) {
        found = found || std::any_of(state->indexes.begin(), state->indexes.end(),
                                     [&](const schema::Index& each) { return each.name == index; });
    });
    return found;
}

}  // namespace retort::dialects::sqlite
