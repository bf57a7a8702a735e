// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/build.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace retort::schema {
namespace {

/// A schema that grows by the statements that fit. A statement that does not fit may have changed
/// the schema before that showed: the schema is then made again from the last snapshot. Snapshots
/// are not free (what is shared with one is copied before it changes), and so stand the further
/// apart the longer all goes well: never more is done again than was done since the last failure.
class GrowingSchema {
public:
    GrowingSchema(Schema start, const BuildOptions& options)
        : options_(&options), schema_(std::move(start)), snapshot_(schema_) {}

    /// Applies a statement, which must stay where it is, or leaves the schema as it is.
    bool add(const Operation& statement, Diagnostics& found) {
        if (since_.size() == distance_) {
            snapshot_ = schema_;
            since_.clear();
            distance_ *= 2;
        }
        if (run(statement, found)) {
            since_.push_back(&statement);
            return true;
        }
        schema_ = snapshot_;
        for (const Operation* each : since_) {
            Diagnostics known;
            (void)run(*each, known);
        }
        snapshot_ = schema_;
        since_.clear();
        distance_ = 1;
        return false;
    }
    /// Forgets the statements that were applied: they may go now.
    Schema& settle() {
        snapshot_ = schema_;
        since_.clear();
        return schema_;
    }

private:
    bool run(Operation statement, Diagnostics& found) {
        resolve_schemas(statement, schema_, options_->default_schema);
        return !prune(statement, schema_) || apply(statement, schema_, options_->naming, found);
    }

    const BuildOptions* options_;
    Schema schema_;
    Schema snapshot_;
    std::vector<const Operation*> since_;  ///< what led from the snapshot to the schema
    std::size_t distance_ = 1;             ///< how many statements a snapshot is good for
};

/// Moves a table's foreign keys into statements of their own: tables may reference each other.
std::vector<Operation> take_foreign_keys(Operation& operation) {
    auto* create = std::get_if<CreateTable>(&operation.kind);
    if (create == nullptr) { return {}; }
    std::vector<Operation> taken;
    const auto take = [&](Constraint& constraint) {
        AlterTable alter;
        alter.table = create->name;
        AddConstraint add;
        add.constraint = std::move(constraint);
        alter.actions.emplace_back(std::move(add));
        taken.push_back({std::move(alter), operation.span});
    };
    const auto is_foreign = [](const Constraint& constraint) {
        return constraint.kind == ConstraintKind::ForeignKey;
    };
    for (TableElement& element : create->elements) {
        if (auto* constraint = std::get_if<Constraint>(&element)) {
            if (is_foreign(*constraint)) { take(*constraint); }
        } else if (auto* column = std::get_if<ColumnDefinition>(&element)) {
            for (Constraint& each : column->constraints) {
                if (is_foreign(each)) { take(each); }
            }
            std::erase_if(column->constraints, is_foreign);
        }
    }
    std::erase_if(create->elements, [&](const TableElement& element) {
        const auto* constraint = std::get_if<Constraint>(&element);
        return constraint != nullptr && is_foreign(*constraint);
    });
    return taken;
}

}  // namespace

Schema build_schema(std::vector<Operation> operations, const BuildOptions& options,
                    Diagnostics& diagnostics) {
    Schema schema;
    for (const std::string& type : options.foreign_types) {
        schema.traces.foreign_types.set(type, true);
    }
    for (const Operation& operation : operations) {
        if (std::holds_alternative<OnDialect>(operation.kind)) {
            note_foreign_types(operation, schema);
        }
    }
    GrowingSchema growing(std::move(schema), options);
    std::vector<Operation> waiting = flatten(std::move(operations), options.dialect, diagnostics);
    // One for all that is tried: where much fails, no help is looked up for it.
    Diagnostics found;
    while (!waiting.empty()) {
        std::vector<Operation> blocked;
        std::vector<Operation> keys;
        for (Operation& operation : waiting) {
            const std::size_t known = found.all().size();
            if (growing.add(operation, found)) {
                std::for_each(found.all().begin() + static_cast<std::ptrdiff_t>(known),
                              found.all().end(),
                              [&](const diag::Diagnostic& each) { diagnostics.add(each); });
                continue;
            }
            std::vector<Operation> taken = take_foreign_keys(operation);
            std::move(taken.begin(), taken.end(), std::back_inserter(keys));
            blocked.push_back(std::move(operation));
        }
        Schema& so_far = growing.settle();
        const bool stuck = blocked.size() == waiting.size() && keys.empty();
        std::move(keys.begin(), keys.end(), std::back_inserter(blocked));
        if (stuck) {
            // Applied as far as they make sense, so that each mistake is told once.
            for (Operation& operation : blocked) {
                resolve_schemas(operation, so_far, options.default_schema);
                static_cast<void>(apply(operation, so_far, options.naming, diagnostics));
            }
            return so_far;
        }
        waiting = std::move(blocked);
    }
    return growing.settle();
}

}  // namespace retort::schema
