// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/sql_functions.h"
#include "compiler/schema/meaning/sql_translator.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <utility>

// Queries in one spelling: tables have numbers in place of aliases, `*` is written out, columns
// have the table that they are of.

namespace retort::schema {
namespace {

using Kind = SqlTree::Kind;

/// The place of an item that `order by` or `group by` means by its number; none otherwise.
std::optional<std::size_t> ordinal(const SqlTree& tree, std::size_t count) {
    if (tree.kind != Kind::Number || tree.text.size() > 4 ||
        tree.text.find_first_not_of("0123456789") != std::string::npos) {
        return std::nullopt;
    }
    const std::size_t number = std::stoul(tree.text);
    if (number == 0 || number > count) { return std::nullopt; }
    return number - 1;
}

const VisibleColumn* find_column(const std::vector<VisibleColumn>& columns,
                                 const std::string& name) {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const VisibleColumn& each) { return each.name == name; });
    return found == columns.end() ? nullptr : &*found;
}

}  // namespace

/// What a query gives, before it is known of what types its columns are: those of the other side of
/// a `union` have a say.
struct SqlTranslator::Parts {
    struct Item {
        std::string name;
        SqlValue value;
    };
    std::string head;
    std::vector<Item> items;
    std::vector<std::vector<SqlValue>> rows;  ///< of `values`
    std::string operation;
    std::vector<Parts> sides;
    std::string tail;
    bool known = true;  ///< the items are all columns
};

std::string SqlTranslator::new_label() {
    return "#" + std::to_string(++labels_) + ".";
}

QueryMeaning SqlTranslator::query(const SqlQuery& query, const VisibleScope* outer,
                                  const std::vector<std::string>& names) {
    QueryMeaning meaning;
    if (!understood_) { return meaning; }
    Parts parts = this->parts(query, outer, true);
    if (!understood_) { return meaning; }
    std::vector<TypeName> types;
    for (std::size_t i = 0; i < parts.items.size(); ++i) {
        Parts::Item& item = parts.items[i];
        if (i < names.size()) { item.name = names[i]; }
        std::vector<const SqlValue*> one{&item.value};
        types.push_back(item.value.type.empty() ? common_type(one) : item.value.type);
        meaning.columns.push_back({item.name, types.back()});
    }
    meaning.known = parts.known;
    meaning.text = finish(parts, types);
    return meaning;
}

std::string SqlTranslator::finish(Parts& parts, const std::vector<TypeName>& types) {
    const auto type_at = [&](std::size_t i) { return i < types.size() ? types[i] : TypeName(); };
    if (!parts.sides.empty()) {
        std::string text = parts.head + "(" + finish(parts.sides[0], types) + " " +
                           parts.operation + " " + finish(parts.sides[1], types) + ")";
        for (const Parts::Item& item : parts.items) { text += " " + sql_name(item.name); }
        return text + parts.tail;
    }
    std::string text = parts.head;
    std::string list;
    for (std::size_t i = 0; i < parts.items.size(); ++i) {
        if (!list.empty()) { list += ", "; }
        if (parts.rows.empty()) { list += coerce(parts.items[i].value, type_at(i)).text + " as "; }
        list += sql_name(parts.items[i].name);
    }
    text += list;
    for (std::vector<SqlValue>& row : parts.rows) {
        text += " (";
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i != 0) { text += ", "; }
            text += coerce(row[i], type_at(i)).text;
        }
        text += ")";
    }
    return text + parts.tail;
}

SqlTranslator::Parts SqlTranslator::parts(const SqlQuery& query, const VisibleScope* outer,
                                          bool alone) {
    const std::size_t known = common_tables_.size();
    std::string with;
    for (const SqlCommonTable& table : query.with) {
        if (query.recursive) {
            // Its first side tells its columns, which the second already reads.
            CommonTable self{table.name, {}, false};
            const SqlQuery& body = *table.query;
            if (body.kind == SqlQuery::Kind::Set && !body.sides.empty()) {
                const unsigned labels = labels_;
                QueryMeaning first = this->query(body.sides[0], outer, table.columns);
                labels_ = labels;
                self.columns = std::move(first.columns);
                self.known = first.known;
                common_tables_.push_back(std::move(self));
            }
        }
        const bool pushed = common_tables_.size() > known &&
                            common_tables_.back().name == table.name && query.recursive;
        QueryMeaning meaning = this->query(*table.query, outer, table.columns);
        if (pushed) { common_tables_.pop_back(); }
        with += (with.empty() ? "with " : ", ") + sql_name(table.name) + " " + table.materialized +
                "(" + meaning.text + ")";
        common_tables_.push_back({table.name, std::move(meaning.columns), meaning.known});
    }
    if (!with.empty()) { with += query.recursive ? " recursive " : " "; }
    Parts result;
    switch (query.kind) {
        case SqlQuery::Kind::Select:
            result = select(query, outer, alone);
            break;
        case SqlQuery::Kind::Values:
            result = values(query, outer);
            break;
        case SqlQuery::Kind::Set:
            result = set(query, outer);
            break;
    }
    result.head = with + result.head;
    common_tables_.resize(known);
    return result;
}

SqlTranslator::Parts SqlTranslator::values(const SqlQuery& query, const VisibleScope* outer) {
    Parts result;
    result.head = "values ";
    VisibleScope scope;
    scope.outer = outer;
    for (const std::vector<SqlTree>& row : query.rows) {
        std::vector<SqlValue>& values = result.rows.emplace_back();
        for (const SqlTree& each : row) { values.push_back(value(each, scope)); }
    }
    for (std::size_t i = 0; i < result.rows[0].size(); ++i) {
        std::vector<const SqlValue*> all;
        for (const std::vector<SqlValue>& row : result.rows) {
            if (row.size() != result.rows[0].size()) {
                understood_ = false;
                return result;
            }
            all.push_back(&row[i]);
        }
        result.items.push_back(
            {"column" + std::to_string(i + 1), plain_value({}, common_type(all))});
    }
    result.tail = tail(query, result, scope);
    return result;
}

SqlTranslator::Parts SqlTranslator::set(const SqlQuery& query, const VisibleScope* outer) {
    Parts result;
    result.operation = query.operation;
    for (const SqlQuery& side : query.sides) {
        result.sides.push_back(parts(side, outer, false));
        if (!understood_) { return result; }
    }
    const Parts& left = result.sides[0];
    const Parts& right = result.sides[1];
    result.known = left.known && right.known;
    if (left.items.size() != right.items.size()) {
        understood_ = understood_ && !result.known;
        return result;
    }
    for (std::size_t i = 0; i < left.items.size(); ++i) {
        const TypeName type = common_type({&left.items[i].value, &right.items[i].value});
        // Two open ones stay open: a third may tell their type.
        SqlValue value = plain_value({}, type);
        result.items.push_back({left.items[i].name, std::move(value)});
    }
    for (Parts& side : result.sides) {
        // The names are those of the first side, and are said once.
        for (Parts::Item& item : side.items) { item.name.clear(); }
    }
    VisibleScope scope;
    scope.outer = outer;
    result.tail = tail(query, result, scope);
    return result;
}

SqlTranslator::Parts SqlTranslator::select(const SqlQuery& query, const VisibleScope* outer,
                                           bool alone) {
    Parts result;
    VisibleScope scope;
    scope.outer = outer;
    std::string from_text;
    for (const SqlFrom& item : query.from) {
        std::vector<VisibleColumn> visible;
        from_text += (from_text.empty() ? " from " : ", ") + from(item, scope, visible);
        scope.columns.insert(scope.columns.end(), visible.begin(), visible.end());
        if (!understood_) { return result; }
    }
    std::string where = query.where ? " where " + condition(*query.where, scope).text : "";
    for (const SqlItem& item : query.items) {
        if (item.value.kind != Kind::Star) {
            SqlValue given = value(item.value, scope);
            const bool open =
                given.kind == SqlValue::Kind::Literal || given.kind == SqlValue::Kind::Array;
            if (alone && open) {
                given = coerce(std::move(given), given.type.empty() ? "text" : given.type);
            }
            result.items.push_back(
                {item.alias.empty() ? output_name(item.value) : item.alias, std::move(given)});
            continue;
        }
        if (item.value.names.empty()) {
            for (const VisibleSource& source : scope.sources) {
                if (!source.known) { understood_ = false; }
            }
            for (const VisibleColumn& column : scope.columns) {
                result.items.push_back({column.name, plain_value(column.text, column.type)});
            }
            continue;
        }
        const std::string& owner = item.value.names.back();
        const auto source =
            std::find_if(scope.sources.begin(), scope.sources.end(),
                         [&](const VisibleSource& each) { return each.alias == owner; });
        if (source == scope.sources.end() || !source->known) {
            understood_ = false;
            return result;
        }
        for (const VisibleColumn& column : source->columns) {
            result.items.push_back({column.name, plain_value(column.text, column.type)});
        }
    }
    result.head = "select ";
    if (query.distinct) { result.head += "distinct "; }
    const auto meant = [&](const SqlTree& term, bool names_first) -> std::string {
        if (const auto place = ordinal(term, result.items.size())) {
            return result.items[*place].value.text;
        }
        if (term.kind == Kind::Column && term.names.size() == 1) {
            const bool column = find_column(scope.columns, term.names[0]) != nullptr;
            const auto item =
                std::find_if(result.items.begin(), result.items.end(),
                             [&](const Parts::Item& each) { return each.name == term.names[0]; });
            if (item != result.items.end() && (names_first || !column)) { return item->value.text; }
        }
        return value(term, scope).text;
    };
    const auto list = [&](const std::vector<SqlTree>& terms, bool names_first) {
        std::string text;
        for (const SqlTree& term : terms) {
            if (!text.empty()) { text += ", "; }
            text += term.kind == Kind::Order ? order_term(term, meant(term.args[0], names_first))
                                             : meant(term, names_first);
        }
        return text;
    };
    if (!query.distinct_on.empty()) {
        result.head += "on (" + list(query.distinct_on, true) + ") ";
    }
    result.tail = from_text + where;
    if (!query.group_by.empty()) { result.tail += " group by " + list(query.group_by, false); }
    if (query.having) { result.tail += " having " + condition(*query.having, scope).text; }
    for (const auto& [name, definition] : query.windows) {
        result.tail += " window " + sql_name(name) + " (" + window(definition, scope) + ")";
    }
    if (!query.order_by.empty()) { result.tail += " order by " + list(query.order_by, true); }
    SqlQuery rest;
    rest.limit = query.limit;
    rest.offset = query.offset;
    rest.with_ties = query.with_ties;
    rest.locking = query.locking;
    result.tail += tail(rest, result, scope);
    return result;
}

std::string SqlTranslator::tail(const SqlQuery& query, const Parts& given,
                                const VisibleScope& scope) {
    std::string text;
    if (!query.order_by.empty()) {
        // Of a union or values: by number or name of what it gives.
        std::string list;
        for (const SqlTree& term : query.order_by) {
            const SqlTree& by = term.args[0];
            std::optional<std::size_t> place = ordinal(by, given.items.size());
            for (std::size_t i = 0; !place && i < given.items.size(); ++i) {
                const bool named = by.kind == Kind::Column && by.names.size() == 1 &&
                                   by.names[0] == given.items[i].name;
                if (named) { place = i; }
            }
            if (!place) { understood_ = false; }
            list += (list.empty() ? " order by " : ", ") +
                    order_term(term, std::to_string(place.value_or(0) + 1));
        }
        text += list;
    }
    if (query.limit) {
        const SqlValue limit = coerce(value(*query.limit, scope), "bigint");
        if (limit.kind != SqlValue::Kind::Null) {
            text += (query.with_ties ? " limit with ties " : " limit ") + limit.text;
        }
    }
    if (query.offset) {
        const SqlValue offset = coerce(value(*query.offset, scope), "bigint");
        const bool none = offset.kind == SqlValue::Kind::Null || offset.text == "0:bigint";
        if (!none) { text += " offset " + offset.text; }
    }
    if (!query.locking.empty()) { text += " " + query.locking; }
    return text;
}

/// FigureColname in PostgreSQL's parse_target.c.
std::string SqlTranslator::output_name(const SqlTree& tree) {
    switch (tree.kind) {
        case Kind::Column:
        case Kind::Call:
        case Kind::Field:
            return tree.names.back();
        case Kind::Keyword:
            return tree.text;
        case Kind::Collate:
            return output_name(tree.args[0]);
        case Kind::Subscript:
            return output_name(tree.args[0]);
        case Kind::Cast: {
            std::string inner = output_name(tree.args[0]);
            return inner == "?column?" ? meanings_.internal_name(tree.type) : inner;
        }
        case Kind::Case: {
            std::string inner = output_name(tree.args.back());
            const SqlTree& last = tree.args.back();
            const bool named = last.kind == Kind::Column || last.kind == Kind::Call;
            return named ? inner : "case";
        }
        case Kind::Array:
            return "array";
        case Kind::Row:
            return "row";
        case Kind::Exists:
            return "exists";
        case Kind::Query: {
            const SqlQuery* inner = tree.query.get();
            while (inner->kind == SqlQuery::Kind::Set) { inner = &inner->sides[0]; }
            if (inner->kind != SqlQuery::Kind::Select || inner->items.size() != 1) {
                return "?column?";
            }
            const SqlItem& item = inner->items[0];
            return item.alias.empty() ? output_name(item.value) : item.alias;
        }
        case Kind::Boolean:
            return "bool";
        case Kind::Null:
        case Kind::Number:
        case Kind::String:
        case Kind::Star:
        case Kind::Operator:
        case Kind::And:
        case Kind::Or:
        case Kind::Not:
        case Kind::Is:
        case Kind::Distinct:
        case Kind::Quantified:
        case Kind::Order:
            return "?column?";
    }
    return "?column?";
}

}  // namespace retort::schema
