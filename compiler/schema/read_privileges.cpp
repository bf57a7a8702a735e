// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/operation.h"
#include "compiler/schema/privileges.h"
#include "compiler/schema/signature.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <cctype>
#include <utility>

// The text of `grant` and `revoke`: https://www.postgresql.org/docs/current/sql-grant.html

namespace retort::schema {
namespace {

class Reader {
public:
    explicit Reader(const Grant& grant) : text_(grant.text), words_(split_sql(grant.text)) {
        statement_.revoke = grant.revoke;
    }

    std::optional<PrivilegeStatement> read() {
        if (statement_.revoke) { read_option_for(); }
        const std::size_t what = at_;
        const bool fine = names_objects() ? read_parts() && read_objects() : read_roles();
        if (!fine || at_ == what || !is(statement_.revoke ? "from" : "to")) { return {}; }
        statement_.what = slice(what, at_);
        ++at_;
        const std::size_t whom = at_;
        if (!read_grantees()) { return {}; }
        std::size_t end = at_;
        if (!statement_.revoke && is("with")) {
            if (!is(statement_.kind == SecuredKind::Role ? "admin" : "grant", 1) ||
                !is("option", 2)) {
                return {};
            }
            statement_.option = true;
            at_ += 3;
        }
        statement_.whom = slice(whom, end);
        if (is("granted") && is("by", 1)) {
            // A membership has a grantor of its own, which the entries do not tell.
            if (statement_.kind == SecuredKind::Role) { return {}; }
            end = at_ + 3;
            statement_.whom += ' ' + slice(at_, std::min(end, words_.size()));
            at_ = end;
        }
        if (statement_.revoke && (is("cascade") || is("restrict"))) { ++at_; }
        if (at_ != words_.size()) { return {}; }
        return std::move(statement_);
    }

private:
    /// The word as it is written: a quoted one is none.
    [[nodiscard]] bool is(std::string_view word, std::size_t ahead = 0) const {
        return at_ + ahead < words_.size() && words_[at_ + ahead].is(word);
    }
    [[nodiscard]] bool is_name(std::size_t ahead = 0) const {
        return at_ + ahead < words_.size() && words_[at_ + ahead].is_name();
    }
    bool take(std::string_view word) {
        if (!is(word)) { return false; }
        ++at_;
        return true;
    }
    [[nodiscard]] std::string slice(std::size_t begin, std::size_t end) const {
        if (begin >= end) { return {}; }
        return text_.substr(words_[begin].begin, words_[end - 1].end - words_[begin].begin);
    }
    std::string take_name() {
        const SqlWord& word = words_[at_++];
        return word.kind == SqlWord::Kind::Quoted ? word.text : lower_case(word.text);
    }

    void read_option_for() {
        const bool grant = is("grant");
        if ((grant || is("admin")) && is("option", 1) && is("for", 2)) {
            statement_.option = true;
            at_ += 3;
        }
    }

    /// Memberships have no `on`.
    [[nodiscard]] bool names_objects() const {
        return std::any_of(words_.begin(), words_.end(),
                           [](const SqlWord& word) { return word.is("on"); });
    }

    bool read_columns(std::vector<std::string>& columns) {
        if (!take("(")) { return true; }
        do {
            if (!is_name()) { return false; }
            columns.push_back(take_name());
        } while (take(","));
        return take(")");
    }

    bool read_parts() {
        do {
            PrivilegeStatement::Part part;
            if (!is_name() || words_[at_].kind != SqlWord::Kind::Word) { return false; }
            part.privilege = take_name();
            if (part.privilege == "all") { (void)take("privileges"); }
            if (part.privilege == "temp") { part.privilege = "temporary"; }
            if (!read_columns(part.columns)) { return false; }
            statement_.parts.push_back(std::move(part));
        } while (take(","));
        return take("on");
    }

    bool read_objects() {
        if (is("all") && is("in", 2) && is("schema", 3)) {
            statement_.noun = lower_case(words_[at_ + 1].text);
            statement_.all_in_schema = true;
            at_ += 4;
            if (statement_.noun == "tables") {
                statement_.kind = SecuredKind::Relation;
            } else if (statement_.noun == "sequences") {
                statement_.kind = SecuredKind::Sequence;
            } else {
                statement_.kind = SecuredKind::Routine;
            }
        } else if (!read_noun()) {
            return false;
        }
        do {
            PrivilegeStatement::Object object;
            if (!read_object(object)) { return false; }
            statement_.objects.push_back(std::move(object));
        } while (take(","));
        return true;
    }

    /// The word that says what the objects are, unless it is the name of a table itself.
    bool read_noun() {
        using Noun = std::pair<std::string_view, SecuredKind>;
        static constexpr Noun kNouns[] = {
            {"table", SecuredKind::Relation},    {"sequence", SecuredKind::Sequence},
            {"function", SecuredKind::Routine},  {"procedure", SecuredKind::Routine},
            {"routine", SecuredKind::Routine},   {"schema", SecuredKind::Schema},
            {"type", SecuredKind::Type},         {"domain", SecuredKind::Type},
            {"database", SecuredKind::Database}, {"language", SecuredKind::Language}};
        if (!is_name(1)) { return is_name(); }
        if (is("to", 1) || is("from", 1)) { return true; }
        for (const Noun& noun : kNouns) {
            if (!is(noun.first)) { continue; }
            statement_.noun = noun.first;
            statement_.kind = noun.second;
            ++at_;
            return true;
        }
        return false;
    }

    bool read_object(PrivilegeStatement::Object& object) {
        if (!is_name()) { return false; }
        object.name = QualifiedName(take_name());
        // A third name before them is that of the database.
        while (is(".") && is_name(1)) {
            ++at_;
            object.name.schema = std::move(object.name.name);
            object.name.name = take_name();
        }
        if (statement_.kind != SecuredKind::Routine || !is("(")) { return true; }
        object.signature = routine_signature(std::string_view(text_).substr(words_[at_].begin));
        for (std::size_t depth = 0; at_ < words_.size();) {
            if (is("(")) { ++depth; }
            if (is(")")) { --depth; }
            ++at_;
            if (depth == 0) { return true; }
        }
        return false;
    }

    bool read_roles() {
        statement_.kind = SecuredKind::Role;
        do {
            if (!is_name()) { return false; }
            statement_.objects.push_back({QualifiedName(take_name()), {}});
        } while (take(","));
        return true;
    }

    bool read_grantees() {
        do {
            (void)take("group");
            if (!is_name()) { return false; }
            const bool plain = words_[at_].kind == SqlWord::Kind::Word;
            std::string name = take_name();
            const bool special = plain && (name == "current_user" || name == "current_role" ||
                                           name == "session_user");
            statement_.grantees.push_back(special || name == "public" ? name : sql_name(name));
        } while (take(","));
        return true;
    }

    std::string text_;
    std::vector<SqlWord> words_;
    std::size_t at_ = 0;
    PrivilegeStatement statement_;
};

}  // namespace

std::optional<PrivilegeStatement> read_privileges(const Grant& grant) {
    return Reader(grant).read();
}

PrivilegeText split_privilege_text(const Grant& grant) {
    const std::vector<SqlWord> words = split_sql(grant.text);
    // The last `to` or `from` is the only one outside names and lists.
    std::size_t middle = words.size();
    for (std::size_t i = words.size(); i-- > 0 && middle == words.size();) {
        if (words[i].is(grant.revoke ? "from" : "to")) { middle = i; }
    }
    std::size_t option = words.size();
    std::size_t begin = 0;
    if (grant.revoke) {
        if (words.size() > 3 && words[1].is("option") && words[2].is("for")) { begin = 3; }
        if (words.size() > 1 && (words.back().is("cascade") || words.back().is("restrict"))) {
            --option;
        }
    } else {
        for (std::size_t i = words.size(); i-- > middle;) {
            if (words[i].is("with")) { option = i; }
        }
    }
    const auto part = [&](std::size_t from, std::size_t to) {
        std::string result;
        for (std::size_t i = from; i < to; ++i) {
            if (i > from && words[i - 1].end < words[i].begin) { result += ' '; }
            const std::string written =
                grant.text.substr(words[i].begin, words[i].end - words[i].begin);
            result += words[i].kind == SqlWord::Kind::Word ? lower_case(written) : written;
        }
        return result;
    };
    return {part(begin, middle), part(std::min(middle + 1, option), option),
            grant.revoke ? std::string() : part(option, words.size())};
}

}  // namespace retort::schema
