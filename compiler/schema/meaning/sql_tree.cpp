// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/sql_tree.h"

#include "compiler/schema/meaning/sql_tree_reader.h"

#include <algorithm>
#include <utility>

namespace retort::schema {
namespace {

enum Strength : int {
    kOr = 1,
    kAnd,
    kNot,
    kIs,
    kComparison,
    kRange,
    kOperator,
    kSum,
    kProduct,
    kPower,
    kAt,
    kCollate,
    kSign,
};

using Kind = SqlTree::Kind;

SqlTree tree(Kind kind, std::vector<SqlTree> args = {}) {
    SqlTree result;
    result.kind = kind;
    result.args = std::move(args);
    return result;
}

SqlTree pair_of(Kind kind, SqlTree left, SqlTree right) {
    SqlTree result = tree(kind);
    result.args.push_back(std::move(left));
    result.args.push_back(std::move(right));
    return result;
}

SqlTree binary(std::string op, SqlTree left, SqlTree right) {
    SqlTree result = pair_of(Kind::Operator, std::move(left), std::move(right));
    result.text = op == "!=" ? "<>" : std::move(op);
    return result;
}

SqlTree called(std::string name, std::vector<SqlTree> args) {
    SqlTree result = tree(Kind::Call, std::move(args));
    result.names.push_back(std::move(name));
    return result;
}

SqlTree negated_if(bool negated, SqlTree value) {
    if (!negated) { return value; }
    SqlTree result = tree(Kind::Not);
    result.args.push_back(std::move(value));
    return result;
}

/// `a and (b and c)` is `a and b and c`.
SqlTree joined(Kind kind, SqlTree left, SqlTree right) {
    SqlTree result = tree(kind);
    for (SqlTree* side : {&left, &right}) {
        if (side->kind == kind) {
            std::move(side->args.begin(), side->args.end(), std::back_inserter(result.args));
        } else {
            result.args.push_back(std::move(*side));
        }
    }
    return result;
}

int strength_of(const std::string& op) {
    if (op == "=" || op == "<" || op == ">" || op == "<=" || op == ">=" || op == "<>" ||
        op == "!=") {
        return kComparison;
    }
    if (op == "+" || op == "-") { return kSum; }
    if (op == "*" || op == "/" || op == "%") { return kProduct; }
    return op == "^" ? kPower : kOperator;
}

bool is_operator_character(const SqlWord& word) {
    return word.kind == SqlWord::Kind::Symbol && word.text.size() == 1 &&
           std::string_view("+-*/<>=~!@#%^&|`?").find(word.text[0]) != std::string_view::npos;
}

std::string decoded(std::string_view literal) {
    std::string result;
    if (literal.front() == '$') {
        const std::size_t mark = literal.find('$', 1) + 1;
        return std::string(literal.substr(mark, literal.size() - 2 * mark));
    }
    const bool escapes = literal.front() == 'E' || literal.front() == 'e';
    for (std::size_t i = escapes ? 2 : 1; i + 1 < literal.size(); ++i) {
        char c = literal[i];
        if (c == '\'') { ++i; }
        if (escapes && c == '\\' && i + 2 < literal.size()) {
            c = literal[++i];
            constexpr std::string_view kLetters = "bfnrt";
            constexpr std::string_view kMeant = "\b\f\n\r\t";
            const std::size_t known = kLetters.find(c);
            // Numbers of characters stay as they are written: no catalog prints them.
            if (c == 'x' || c == 'u' || c == 'U' || (c >= '0' && c <= '7')) { result += '\\'; }
            if (known != std::string_view::npos) { c = kMeant[known]; }
        }
        result += c;
    }
    return result;
}

}  // namespace

bool SqlTreeReader::at(std::string_view word, std::size_t ahead) const {
    return at_ + ahead < words_.size() && words_[at_ + ahead].is(word);
}
bool SqlTreeReader::at_any(std::initializer_list<std::string_view> words) const {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return at(word); });
}
bool SqlTreeReader::at_kind(SqlWord::Kind kind, std::size_t ahead) const {
    return at_ + ahead < words_.size() && words_[at_ + ahead].kind == kind;
}
bool SqlTreeReader::take(std::string_view word) {
    if (failed_ || !at(word)) { return false; }
    ++at_;
    return true;
}
void SqlTreeReader::want(std::string_view word) {
    if (!take(word)) { failed_ = true; }
}
std::string SqlTreeReader::source(std::size_t word) const {
    return std::string(text_.substr(words_[word].begin, words_[word].end - words_[word].begin));
}
SqlTree SqlTreeReader::fail() {
    failed_ = true;
    return {};
}

std::string SqlTreeReader::operator_here(std::size_t& length) const {
    std::string op;
    length = 0;
    for (std::size_t i = at_; i < words_.size() && is_operator_character(words_[i]); ++i) {
        if (i > at_ && words_[i].begin != words_[i - 1].end) { break; }
        op += words_[i].text;
        ++length;
    }
    // https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-OPERATORS
    while (op.size() > 1 && (op.back() == '+' || op.back() == '-') &&
           op.find_first_of("~!@#%^&|`?") == std::string::npos) {
        op.pop_back();
        --length;
    }
    return op;
}

std::string SqlTreeReader::name() {
    if (at_ >= words_.size() || !words_[at_].is_name()) {
        failed_ = true;
        return {};
    }
    const SqlWord& word = words_[at_++];
    return exact_ ? word.text : folded(word);
}

std::vector<std::string> SqlTreeReader::dotted_name() {
    std::vector<std::string> names{name()};
    while (!failed_ && at(".") && at_ + 1 < words_.size() && words_[at_ + 1].is_name()) {
        ++at_;
        names.push_back(name());
    }
    return names;
}

std::vector<std::string> SqlTreeReader::names_in_parentheses() {
    std::vector<std::string> names;
    want("(");
    do { names.push_back(name()); } while (take(","));
    want(")");
    return names;
}

std::string SqlTreeReader::string_here() {
    if (!at_kind(SqlWord::Kind::String)) {
        failed_ = true;
        return {};
    }
    return decoded(source(at_++));
}

bool SqlTreeReader::at_query(std::size_t ahead) const {
    while (at("(", ahead)) { ++ahead; }
    return at("select", ahead) || at("with", ahead) || at("values", ahead);
}

SqlTree SqlTreeReader::expression(int strength) {
    const Depth depth(*this);
    if (failed_) { return {}; }
    SqlTree left;
    if (strength <= kNot && at("not")) {
        ++at_;
        left = tree(Kind::Not);
        left.args.push_back(expression(kNot));
    } else {
        left = operand();
    }
    for (bool found = true; found && !failed_;) {
        found = false;
        left = infix(std::move(left), strength, found);
    }
    return left;
}

SqlTree SqlTreeReader::infix(SqlTree left, int strength, bool& found) {
    found = true;
    std::size_t length = 0;
    const std::string op = operator_here(length);
    if (!op.empty()) {
        const int own = strength_of(op);
        if (own >= strength && own > 0) {
            // Comparisons do not associate; all else does to the left.
            at_ += length;
            if (at_any({"any", "some", "all"}) && at("(", 1)) {
                return quantified(std::move(left), op);
            }
            return binary(op, std::move(left), expression(own + 1));
        }
        found = false;
        return left;
    }
    if (at("operator") && at("(", 1) && kOperator >= strength) {
        // `operator(pg_catalog.+)`
        at_ += 2;
        while (at_kind(SqlWord::Kind::Word) || at_kind(SqlWord::Kind::Quoted)) {
            ++at_;
            want(".");
        }
        const std::string written = operator_here(length);
        at_ += length;
        want(")");
        return binary(written, std::move(left), expression(kOperator + 1));
    }
    if (at("or") && kOr >= strength) {
        ++at_;
        return joined(Kind::Or, std::move(left), expression(kOr + 1));
    }
    if (at("and") && kAnd >= strength) {
        ++at_;
        return joined(Kind::And, std::move(left), expression(kAnd + 1));
    }
    if (at_any({"is", "isnull", "notnull"}) && kIs >= strength) { return is_test(std::move(left)); }
    const bool negated = at("not");
    const std::size_t ahead = negated ? 1 : 0;
    for (const std::string_view word : {"between", "in", "like", "ilike", "similar"}) {
        if (!at(word, ahead) || kRange < strength) { continue; }
        at_ += ahead;
        return range(std::move(left), negated);
    }
    if (at("at") && at("time", 1) && at("zone", 2) && kAt >= strength) {
        at_ += 3;
        std::vector<SqlTree> args;
        args.push_back(expression(kAt + 1));
        args.push_back(std::move(left));
        return called("timezone", std::move(args));
    }
    if (at("collate") && kCollate >= strength) {
        ++at_;
        SqlTree result = tree(Kind::Collate);
        result.args.push_back(std::move(left));
        result.names = dotted_name();
        return result;
    }
    found = false;
    return left;
}

SqlTree SqlTreeReader::quantified(SqlTree left, const std::string& op) {
    SqlTree result = tree(Kind::Quantified);
    result.text = op == "!=" ? "<>" : op;
    result.flag = at("all");
    ++at_;
    want("(");
    result.args.push_back(std::move(left));
    result.args.push_back(at_query() ? sub_select() : expression());
    want(")");
    return result;
}

SqlTree SqlTreeReader::range(SqlTree left, bool negated) {
    if (take("between")) {
        const bool symmetric = take("symmetric");
        (void)take("asymmetric");
        SqlTree low = expression(kRange + 1);
        want("and");
        SqlTree high = expression(kRange + 1);
        // What the parser of the database makes of it (transformAExprBetween).
        const auto both = [&](const SqlTree& a, const SqlTree& b) {
            return pair_of(negated ? Kind::Or : Kind::And, binary(negated ? "<" : ">=", left, a),
                           binary(negated ? ">" : "<=", left, b));
        };
        if (!symmetric) { return both(low, high); }
        return pair_of(negated ? Kind::And : Kind::Or, both(low, high), both(high, low));
    }
    if (take("in")) { return in_list(std::move(left), negated); }
    if (take("like")) { return pattern(std::move(left), negated ? "!~~" : "~~", false); }
    if (take("ilike")) { return pattern(std::move(left), negated ? "!~~*" : "~~*", false); }
    want("similar");
    want("to");
    return pattern(std::move(left), negated ? "!~" : "~", true);
}

SqlTree SqlTreeReader::pattern(SqlTree left, const std::string& op, bool similar) {
    if (at_any({"any", "some", "all"}) && at("(", 1)) { return quantified(std::move(left), op); }
    SqlTree right = expression(kRange + 1);
    const bool escape = take("escape");
    if (similar || escape) {
        std::vector<SqlTree> args;
        args.push_back(std::move(right));
        if (escape) { args.push_back(expression(kRange + 1)); }
        right = called(similar ? "similar_to_escape" : "like_escape", std::move(args));
    }
    return binary(op, std::move(left), std::move(right));
}

SqlTree SqlTreeReader::in_list(SqlTree left, bool negated) {
    want("(");
    if (at_query()) {
        SqlTree result = tree(Kind::Quantified);
        result.text = "=";
        result.args.push_back(std::move(left));
        result.args.push_back(sub_select());
        want(")");
        return negated_if(negated, std::move(result));
    }
    std::vector<SqlTree> values = list(")");
    // As transformAExprIn does: what reads no column is one array; the rest is compared one by one.
    const auto reads = [](const SqlTree& value) {
        const auto any = [](const auto& self, const SqlTree& each) -> bool {
            return each.kind == Kind::Column || each.kind == Kind::Query ||
                   std::any_of(each.args.begin(), each.args.end(),
                               [&](const SqlTree& argument) { return self(self, argument); });
        };
        return any(any, value);
    };
    const auto constants = std::count_if(values.begin(), values.end(),
                                         [&](const SqlTree& each) { return !reads(each); });
    std::vector<SqlTree> tests;
    const std::string op = negated ? "<>" : "=";
    if (constants > 1) {
        SqlTree array = tree(Kind::Array);
        for (const SqlTree& value : values) {
            if (!reads(value)) { array.args.push_back(value); }
        }
        SqlTree test = tree(Kind::Quantified);
        test.text = op;
        test.flag = negated;
        test.args.push_back(left);
        test.args.push_back(std::move(array));
        tests.push_back(std::move(test));
    }
    for (SqlTree& value : values) {
        if (constants > 1 && !reads(value)) { continue; }
        tests.push_back(binary(op, left, std::move(value)));
    }
    if (tests.empty()) { return fail(); }
    if (tests.size() == 1) { return std::move(tests[0]); }
    return tree(negated ? Kind::And : Kind::Or, std::move(tests));
}

SqlTree SqlTreeReader::is_test(SqlTree left) {
    SqlTree result = tree(Kind::Is);
    if (take("isnull")) {
        result.text = "null";
    } else if (take("notnull")) {
        result.text = "null";
        result.flag = true;
    } else {
        want("is");
        const bool negated = take("not");
        if (take("distinct")) {
            want("from");
            SqlTree test = pair_of(Kind::Distinct, std::move(left), expression(kIs + 1));
            return negated_if(negated, std::move(test));
        }
        if (!at_any({"null", "true", "false", "unknown"})) { return fail(); }
        result.flag = negated;
        result.text = lower_case(name());
    }
    result.args.push_back(std::move(left));
    return result;
}

SqlTree SqlTreeReader::operand() {
    const Depth depth(*this);
    if (failed_ || at_ >= words_.size()) { return fail(); }
    std::size_t length = 0;
    const std::string op = operator_here(length);
    if (!op.empty()) {
        at_ += length;
        const bool sign = op == "-" || op == "+";
        SqlTree inner = expression(sign ? kSign : kOperator + 1);
        if (sign && inner.kind == Kind::Number) {
            const bool negative = inner.text[0] == '-';
            if (op == "-") { inner.text = negative ? inner.text.substr(1) : "-" + inner.text; }
            return inner;
        }
        SqlTree result = tree(Kind::Operator);
        result.text = op;
        result.args.push_back(std::move(inner));
        return result;
    }
    SqlTree value;
    switch (words_[at_].kind) {
        case SqlWord::Kind::Number:
            value = tree(Kind::Number);
            value.text = words_[at_++].text;
            break;
        case SqlWord::Kind::String:
            value = tree(Kind::String);
            value.text = string_here();
            break;
        case SqlWord::Kind::Symbol:
            if (!at("(")) { return fail(); }
            value = parenthesized();
            // `(t).a`: a field of a row, not a column of a table.
            if (at(".") && value.kind == Kind::Column && at_ + 1 < words_.size() &&
                words_[at_ + 1].is_name()) {
                ++at_;
                SqlTree field = tree(Kind::Field);
                field.args.push_back(std::move(value));
                field.names.push_back(name());
                value = std::move(field);
            }
            break;
        case SqlWord::Kind::Word:
        case SqlWord::Kind::Quoted:
            value = word_operand();
            break;
    }
    return suffixes(std::move(value));
}

SqlTree SqlTreeReader::suffixes(SqlTree value) {
    while (!failed_) {
        if (at(":") && at(":", 1)) {
            at_ += 2;
            SqlTree cast = tree(Kind::Cast);
            cast.args.push_back(std::move(value));
            cast.type = type();
            value = std::move(cast);
        } else if (at("[")) {
            ++at_;
            SqlTree part = tree(Kind::Subscript);
            part.args.push_back(std::move(value));
            part.args.push_back(at(":") ? SqlTree() : expression());
            if (take(":")) {
                part.flag = true;
                part.args.push_back(at("]") ? SqlTree() : expression());
            }
            want("]");
            value = std::move(part);
        } else if (at(".") && value.kind != Kind::Column && value.kind != Kind::Number &&
                   at_ + 1 < words_.size() && words_[at_ + 1].is_name()) {
            ++at_;
            SqlTree field = tree(Kind::Field);
            field.args.push_back(std::move(value));
            field.names.push_back(name());
            value = std::move(field);
        } else {
            break;
        }
    }
    return value;
}

SqlTree SqlTreeReader::parenthesized() {
    // `((select …))` is a query; `((select …) + 1)` is not.
    if (at_query(1) && !at("(", 1)) {
        ++at_;
        SqlTree query = sub_select();
        want(")");
        return query;
    }
    want("(");
    std::vector<SqlTree> items = list(")");
    if (items.size() == 1) { return std::move(items[0]); }
    return tree(Kind::Row, std::move(items));
}

SqlTree SqlTreeReader::sub_select() {
    SqlTree result = tree(Kind::Query);
    result.query = std::make_shared<const SqlQuery>(query());
    return result;
}

std::vector<SqlTree> SqlTreeReader::list(std::string_view end) {
    std::vector<SqlTree> items;
    if (take(end)) { return items; }
    do { items.push_back(expression()); } while (take(","));
    want(end);
    return items;
}

SqlTree SqlTreeReader::order_term() {
    SqlTree term = tree(Kind::Order);
    term.args.push_back(expression());
    if (at("using")) { return fail(); }
    if (take("desc")) {
        term.text = "desc";
        term.flag = true;
    } else {
        (void)take("asc");
    }
    if (take("nulls")) {
        term.flag = at("first");
        ++at_;
    }
    return term;
}

std::vector<SqlTree> SqlTreeReader::order_terms() {
    std::vector<SqlTree> terms;
    do { terms.push_back(order_term()); } while (take(","));
    return terms;
}

std::optional<SqlTree> read_sql_expression(std::string_view text, SqlNames names) {
    SqlTreeReader reader(text, names);
    SqlTree result = reader.expression();
    if (!reader.finished()) { return std::nullopt; }
    return result;
}

std::optional<SqlQuery> read_sql_query(std::string_view text) {
    SqlTreeReader reader(text);
    SqlQuery result = reader.query();
    if (!reader.finished()) { return std::nullopt; }
    return result;
}

}  // namespace retort::schema
