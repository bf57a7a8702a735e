// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/code_uses.h"
#include "compiler/schema/footprint/marks.h"

namespace retort::schema {
namespace {

/// Granting fits with granting, revoking with revoking: one by one, by role and privilege.
void mark_privileges(Marks& marks, const PrivilegeStatement& statement, const std::string& object,
                     Access access) {
    for (const std::string& grantee : statement.grantees) {
        if (statement.parts.empty()) {
            marks.add(Facet::Privilege, access, Deed::Changes, object, grantee);
        }
        for (const PrivilegeStatement::Part& part : statement.parts) {
            std::vector<std::string> privileges{part.privilege};
            if (part.privilege == "all") {
                for (std::string& each : all_privileges(statement.kind)) {
                    privileges.push_back(std::move(each));
                }
            }
            for (const std::string& privilege : privileges) {
                marks.add(Facet::Privilege, access, Deed::Changes, object,
                          grantee + " " + privilege);
            }
        }
    }
}

/// The tables, views, sequences and routines of a schema: what `on all … in schema` may mean.
std::vector<std::string> relations_in(const Schema& state, const std::string& schema) {
    std::vector<std::string> names;
    const auto take = [&](const QualifiedName& name, const auto&) {
        if (name.schema == schema) { names.push_back(name.text()); }
    };
    state.tables.for_each(take);
    state.sequences.for_each(take);
    state.code_objects.for_each([&](const std::string&, const Shared<CodeObjectState>& each) {
        const CodeObject& object = each->object;
        if (object.name.schema != schema) { return; }
        if (is_view(object.kind)) { names.push_back(object.name.text()); }
        if (is_routine(object.kind)) { names.push_back(object.name.text() + object.signature); }
    });
    return names;
}

}  // namespace

void Marks::grant(const Grant& operation) {
    const Access access = operation.revoke ? Access::Leave : Access::Join;
    const std::optional<PrivilegeStatement> statement = read_privileges(operation);
    if (!statement) {
        const PrivilegeText halves = split_privilege_text(operation);
        add(Facet::Privilege, access, Deed::Changes, halves.what, halves.whom);
        text(operation.text, false);
        return;
    }
    for (const PrivilegeStatement::Object& object : statement->objects) {
        QualifiedName name = object.name;
        if (name.schema == operation.default_schema) { name.schema.clear(); }
        const SecuredKind kind = statement->all_in_schema ? SecuredKind::Schema : statement->kind;
        if (statement->all_in_schema) {
            read(Facet::Relations, name.name == operation.default_schema ? "" : name.name);
        }
        switch (kind) {
            case SecuredKind::Relation:
            case SecuredKind::Sequence:
                relation(name);
                break;
            case SecuredKind::Type:
                type_name(name);
                break;
            case SecuredKind::Schema:
                read(Facet::Schema, name.name);
                break;
            case SecuredKind::Routine:
                read(Facet::Routine, name.name);
                break;
            case SecuredKind::Database:
            case SecuredKind::Language:
            case SecuredKind::Role:
            case SecuredKind::Other:
                break;
        }
        if (!statement->all_in_schema) {
            mark_privileges(*this, *statement, name.text() + object.signature, access);
            for (const PrivilegeStatement::Part& part : statement->parts) {
                for (const std::string& column : part.columns) { this->column(name, column); }
            }
            continue;
        }
        const std::string schema = name.name == operation.default_schema ? "" : name.name;
        for (const std::string& each : relations_in(before, schema)) {
            mark_privileges(*this, *statement, each, access);
        }
    }
}

}  // namespace retort::schema
