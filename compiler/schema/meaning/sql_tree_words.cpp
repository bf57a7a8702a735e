// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/sql_tree_reader.h"
#include "compiler/schema/spelling.h"

#include <algorithm>
#include <array>
#include <utility>

// Operands that begin with a word: columns, calls, literals with a type, case, array …

namespace retort::schema {
namespace {

using Kind = SqlTree::Kind;

constexpr std::array<std::string_view, 14> kValueWords{
    "current_catalog",   "current_date", "current_role", "current_schema", "current_time",
    "current_timestamp", "current_user", "localtime",    "localtimestamp", "session_user",
    "system_user",       "user",         "default",      "value"};

SqlTree leaf(Kind kind, std::string text = {}) {
    SqlTree result;
    result.kind = kind;
    result.text = std::move(text);
    return result;
}

SqlTree string(std::string text) {
    return leaf(Kind::String, std::move(text));
}

}  // namespace

bool SqlTreeReader::at_typed_literal() const {
    // `date '…'`, `interval '…'`, `double precision '…'`, `timestamp with time zone '…'`.
    if (!at_kind(SqlWord::Kind::Word)) { return false; }
    if (at_kind(SqlWord::Kind::String, 1)) { return true; }
    const bool precise = at("(", 1) && at_kind(SqlWord::Kind::Number, 2) && at(")", 3) &&
                         at_kind(SqlWord::Kind::String, 4);
    if (precise) { return at("interval") || at("timestamp") || at("time"); }
    if (at("double") && at("precision", 1)) { return at_kind(SqlWord::Kind::String, 2); }
    if (at("timestamp") || at("time")) {
        return (at("with", 1) || at("without", 1)) && at("time", 2) && at("zone", 3) &&
               at_kind(SqlWord::Kind::String, 4);
    }
    return false;
}

SqlTree SqlTreeReader::word_operand() {
    const bool plain = at_kind(SqlWord::Kind::Word);
    if (plain && at_kind(SqlWord::Kind::String, 1) && (at("b") || at("x") || at("n")) &&
        words_[at_].end == words_[at_ + 1].begin) {
        const bool bits = !at("n");
        const bool hexadecimal = at("x");
        ++at_;
        SqlTree value = string(string_here());
        if (!bits) { return value; }
        SqlTree cast = leaf(Kind::Cast);
        if (hexadecimal) { return fail(); }
        cast.type.kind = TypeKind::Bit;
        cast.args.push_back(std::move(value));
        return cast;
    }
    if (plain && at_typed_literal()) {
        SqlTree cast = leaf(Kind::Cast);
        cast.type = type();
        cast.args.push_back(string(string_here()));
        if (cast.type.kind == TypeKind::Bit) { cast.type.arguments.clear(); }
        // `interval '1' day`: the fields stand behind it.
        if (cast.type.kind == TypeKind::Interval &&
            at_any({"year", "month", "day", "hour", "minute", "second"})) {
            std::string fields = name();
            std::string& text = cast.args[0].text;
            const bool number = text.find_first_not_of("0123456789-") == std::string::npos;
            if (take("to")) {
                fields += " to " + name();
            } else if (number) {
                text += " " + fields;
            }
            cast.type.arguments.insert(cast.type.arguments.begin(), fields);
        }
        return cast;
    }
    if (plain && at_any({"true", "false"})) { return leaf(Kind::Boolean, lower_case(name())); }
    if (plain && take("null")) { return leaf(Kind::Null); }
    if (plain && at("case")) { return case_expression(); }
    if (plain && at("array") && (at("[", 1) || at("(", 1))) { return array(); }
    if (plain && at("row") && at("(", 1)) {
        at_ += 2;
        SqlTree row = leaf(Kind::Row);
        row.args = list(")");
        return row;
    }
    if (plain && at("exists") && at("(", 1)) {
        at_ += 2;
        SqlTree result = leaf(Kind::Exists);
        result.args.push_back(sub_select());
        want(")");
        return result;
    }
    if (plain && at("cast") && at("(", 1)) {
        at_ += 2;
        SqlTree result = leaf(Kind::Cast);
        result.args.push_back(expression());
        want("as");
        result.type = type();
        want(")");
        return result;
    }
    const std::string word = plain ? lower_case(words_[at_].text) : std::string();
    const bool keyword =
        std::find(kValueWords.begin(), kValueWords.end(), word) != kValueWords.end() &&
        word != "value";
    if (keyword && !at(".", 1)) {
        SqlTree result = leaf(Kind::Keyword, lower_case(name()));
        if (take("(")) { result.args = list(")"); }
        return result;
    }
    // Words that cannot stand here unless they are quoted, but for functions such as left().
    if (plain && is_reserved_word(word) && !at("(", 1)) { return fail(); }
    std::vector<std::string> names = dotted_name();
    if (at("(")) { return call(std::move(names)); }
    if (at(".") && at("*", 1)) {
        at_ += 2;
        SqlTree star = leaf(Kind::Star);
        star.names = std::move(names);
        return star;
    }
    SqlTree column = leaf(Kind::Column);
    column.names = std::move(names);
    return column;
}

SqlTree SqlTreeReader::call(std::vector<std::string> names) {
    SqlTree result = leaf(Kind::Call);
    result.names = std::move(names);
    want("(");
    if (!worded_call(result)) { call_arguments(result); }
    call_clauses(result);
    return result;
}

/// Forms with words between the arguments are calls as any other.
bool SqlTreeReader::worded_call(SqlTree& call) {
    if (call.names.size() != 1) { return false; }
    std::string& function = call.names[0];
    std::vector<SqlTree>& args = call.args;
    if (function == "extract") {
        const bool text = at_kind(SqlWord::Kind::String);
        args.push_back(string(lower_case(text ? string_here() : name())));
        if (!take(",")) { want("from"); }
        args.push_back(expression());
    } else if (function == "position") {
        args.push_back(expression(7));
        if (take(",")) {
            args.push_back(expression());
        } else {
            want("in");
            args.insert(args.begin(), expression());
        }
    } else if (function == "trim") {
        const bool leading = at("leading");
        const bool trailing = at("trailing");
        if (leading || trailing || at("both")) { ++at_; }
        function = leading ? "ltrim" : trailing ? "rtrim" : "btrim";
        if (take("from")) {
            args = list(")");
            return true;
        }
        args.push_back(expression());
        if (take("from")) {
            args.insert(args.begin(), expression());
        } else if (take(",")) {
            args.push_back(expression());
        }
    } else if (function == "substring" || function == "overlay") {
        args.push_back(expression());
        while (at_any({"from", "for", "placing", ",", "similar"})) {
            // `for` without `from`, and `similar`, are other functions.
            const bool first = args.size() == 1;
            if (at("similar") || (first && at("for"))) {
                failed_ = true;
                return true;
            }
            ++at_;
            args.push_back(expression());
        }
    } else {
        return false;
    }
    want(")");
    return true;
}

void SqlTreeReader::call_arguments(SqlTree& call) {
    if (take(")")) { return; }
    call.flag = take("distinct");
    (void)take("all");
    do {
        if (at("*") && at(")", 1)) {
            ++at_;
            call.args.push_back(leaf(Kind::Star));
        } else if (at_kind(SqlWord::Kind::Word) && at(":", 1) && at("=", 2)) {
            failed_ = true;
        } else if (at_kind(SqlWord::Kind::Word) && at("=", 1) && at(">", 2)) {
            failed_ = true;
        } else {
            const bool variadic = take("variadic");
            call.args.push_back(expression());
            if (variadic) { call.clauses.push_back({"variadic", {}}); }
        }
    } while (take(","));
    if (take("order")) {
        want("by");
        call.clauses.emplace_back("order by", order_terms());
    }
    want(")");
}

void SqlTreeReader::call_clauses(SqlTree& call) {
    if (at("within") && at("group", 1)) {
        at_ += 2;
        want("(");
        want("order");
        want("by");
        call.clauses.emplace_back("within group", order_terms());
        want(")");
    }
    if (at("filter") && at("(", 1)) {
        at_ += 2;
        want("where");
        std::vector<SqlTree> condition;
        condition.push_back(expression());
        call.clauses.emplace_back("filter", std::move(condition));
        want(")");
    }
    if (at("over") &&
        (at("(", 1) || at_kind(SqlWord::Kind::Word, 1) || at_kind(SqlWord::Kind::Quoted, 1))) {
        ++at_;
        std::vector<SqlTree> over;
        over.push_back(window());
        call.clauses.emplace_back("over", std::move(over));
    }
}

SqlTree SqlTreeReader::window() {
    SqlTree result = leaf(Kind::Call);
    if (!at("(")) {
        result.text = name();
        return result;
    }
    want("(");
    if (!at_any({"partition", "order", "range", "rows", "groups", ")"})) { result.text = name(); }
    if (take("partition")) {
        want("by");
        std::vector<SqlTree> by;
        do { by.push_back(expression()); } while (take(","));
        result.clauses.emplace_back("partition by", std::move(by));
    }
    if (take("order")) {
        want("by");
        result.clauses.emplace_back("order by", order_terms());
    }
    // The frame: words and constants.
    std::string frame;
    while (!failed_ && !at(")") && at_ < words_.size()) {
        if (at("(")) { failed_ = true; }
        frame +=
            (frame.empty() ? "" : " ") +
            (words_[at_].kind == SqlWord::Kind::Word ? lower_case(words_[at_].text) : source(at_));
        ++at_;
    }
    // https://www.postgresql.org/docs/current/sql-expressions.html#SYNTAX-WINDOW-FUNCTIONS
    if (frame == "range between unbounded preceding and current row" ||
        frame == "range unbounded preceding") {
        frame.clear();
    }
    for (const std::string unit : {"rows", "range", "groups"}) {
        if (frame == unit + " unbounded preceding") {
            frame = unit + " between unbounded preceding and current row";
        }
    }
    if (!frame.empty()) { result.clauses.push_back({frame, {}}); }
    want(")");
    return result;
}

SqlTree SqlTreeReader::case_expression() {
    want("case");
    SqlTree result = leaf(Kind::Case);
    if (!at("when")) {
        result.flag = true;
        result.args.push_back(expression());
    }
    while (take("when")) {
        result.args.push_back(expression());
        want("then");
        result.args.push_back(expression());
    }
    // Without `else` it is null.
    result.args.push_back(take("else") ? expression() : leaf(Kind::Null));
    want("end");
    return result;
}

SqlTree SqlTreeReader::array() {
    want("array");
    SqlTree result = leaf(Kind::Array);
    if (take("(")) {
        result.args.push_back(sub_select());
        want(")");
        return result;
    }
    want("[");
    if (take("]")) { return result; }
    do {
        if (at("[")) {
            // `array[[1, 2], [3, 4]]`
            SqlTree inner = leaf(Kind::Array);
            ++at_;
            inner.args = list("]");
            result.args.push_back(std::move(inner));
        } else {
            result.args.push_back(expression());
        }
    } while (take(","));
    want("]");
    return result;
}

Type SqlTreeReader::type() {
    Type result;
    const bool quoted = at_kind(SqlWord::Kind::Quoted);
    const std::vector<std::string> names = dotted_name();
    if (failed_) { return result; }
    if (names.size() > 2) { failed_ = true; }
    std::string word = names.back();
    if (!quoted && word == "national") { word = name(); }
    const bool varying =
        !quoted && (word == "character" || word == "char" || word == "bit") && take("varying");
    if (!quoted && word == "double") { want("precision"); }
    result.kind = type_kind(word);
    if (varying) { result.kind = word == "bit" ? TypeKind::Varbit : TypeKind::Varchar; }
    // `"char"` is no char; `"bit"` is a bit of any length.
    if (quoted && word == "char") { result.kind = TypeKind::Named; }
    const bool own = names.size() == 2 && names[0] != "pg_catalog";
    if (own || result.kind == TypeKind::Named) {
        result.kind = TypeKind::Named;
        result.name = own ? QualifiedName(names[0], word) : QualifiedName(word);
    }
    if (result.kind == TypeKind::Interval &&
        at_any({"year", "month", "day", "hour", "minute", "second"})) {
        std::string fields = name();
        if (take("to")) { fields += " to " + name(); }
        result.arguments.push_back(std::move(fields));
    }
    if (at("(")) {
        ++at_;
        while (!failed_ && !at(")") && at_ < words_.size()) {
            result.arguments.push_back(at_kind(SqlWord::Kind::Word) ? lower_case(words_[at_].text)
                                                                    : source(at_));
            ++at_;
            (void)take(",");
        }
        want(")");
    }
    // `char` and `bit` alone have one place; `bpchar` and `"bit"` as many as there are.
    const bool single = !quoted && (word == "char" || word == "character" || word == "bit");
    if (single && !varying && result.arguments.empty()) { result.arguments.emplace_back("1"); }
    if (result.kind == TypeKind::Timestamp || result.kind == TypeKind::Time) {
        const bool zoned = at("with") && at("time", 1) && at("zone", 2);
        if (zoned || (at("without") && at("time", 1) && at("zone", 2))) { at_ += 3; }
        if (zoned) {
            result.kind = result.kind == TypeKind::Time ? TypeKind::Timetz : TypeKind::Timestamptz;
        }
    }
    while (at("[") && (at("]", 1) || (at_kind(SqlWord::Kind::Number, 1) && at("]", 2)))) {
        at_ += at("]", 1) ? 2 : 3;
        ++result.dimensions;
    }
    // Arrays of arrays are one type.
    if (result.dimensions > 1) { result.dimensions = 1; }
    return result;
}

}  // namespace retort::schema
