// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/context.h"

#include "dialects/sqlite/words.h"

#include <algorithm>

namespace retort::dialects::sqlite {

const schema::EnumType* Context::find_enum(const QualifiedName& name) const {
    const schema::EnumType* found = after == nullptr ? nullptr : after->find_enum(name);
    return found != nullptr || before == nullptr ? found : before->find_enum(name);
}

const schema::Domain* Context::find_domain(const QualifiedName& name) const {
    const Shared<schema::Domain>* found = after == nullptr ? nullptr : after->domains.find(name);
    if (found == nullptr && before != nullptr) { found = before->domains.find(name); }
    return found == nullptr ? nullptr : found->get();
}

const schema::Table* Context::find_table(const QualifiedName& name) const {
    const schema::Table* found = after == nullptr ? nullptr : after->find_table(name);
    return found != nullptr || before == nullptr ? found : before->find_table(name);
}

std::string version_text(int version) {
    return "3." + std::to_string(version);
}

std::string table_name(const Context& context, const QualifiedName& name) {
    const bool known = name.schema.empty() || name.schema == "public" || name.schema == "main" ||
                       (context.options != nullptr && name.schema == context.options->schema);
    if (!known) {
        context.diagnostics
            ->report(diag::SqliteHasNoSchemas, context.place(name.span), name.name, name.schema)
            .help("leave the schema out, or put the statement in `on postgresql { }`");
    }
    return quoted(name.name);
}

bool require_version(const Context& context, Span where, std::string_view what, int version) {
    if (context.version >= version) { return true; }
    const std::string needed = version_text(version);
    const std::string target = version_text(context.version);
    context.diagnostics->report(diag::SqliteTooOld, context.place(where), what, needed, target)
        .help(
            "set the target's `version` if its database is newer, or put the statement in "
            "`on postgresql { }`");
    return false;
}

void report_cannot(const Context& context, Span where, std::string_view what) {
    context.diagnostics->report(diag::SqliteCannot, context.place(where), what)
        .help(
            "put the statement in `on postgresql { }`, or set `unsupported: skip` for the target "
            "to leave such statements out");
}

void report_cannot_say(const Context& context, Span where, std::string_view what) {
    context.diagnostics->report(diag::SqliteCannotSay, context.place(where), what)
        .help(
            "give each database its own with `by_dialect(postgresql => …, sqlite => …)`, or put "
            "the statement in `on postgresql { }`");
}

}  // namespace retort::dialects::sqlite
