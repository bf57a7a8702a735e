// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/adopt_spelling.h"
#include "tests/support/schema_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

// What a database that stores less than the language says has to show of a model.

namespace retort::schema {
namespace {

const std::string kTypes = "create type state as enum ('new', 'sent');\n";
const std::string kCustomer =
    "create table customer (id integer primary key, email text unique);\n";
const std::string kParcel = "create table parcel (id integer primary key, weight integer);\n";
const std::string kPurchase =
    "create table purchase (id serial primary key, state state,"
    " customer_id integer references customer, constraint one unique (customer_id, state));\n"
    "create index by_state on purchase (state);\n";
const std::string kRemark =
    "create table remark (purchase_id integer references purchase, text text);\n";
const std::string kAll = kTypes + kCustomer + kParcel + kPurchase + kRemark;

Schema schema_of(const std::string& text) {
    Schema schema;
    Diagnostics diagnostics;
    test::run(text, schema, diagnostics);
    EXPECT_THAT(test::messages(diagnostics), testing::IsEmpty()) << text;
    return schema;
}

TEST(PartToStore, IsWhatDiffersWithWhatThatUses) {
    const Schema model = schema_of(kAll);
    Schema printed = schema_of(kTypes + kCustomer + kParcel +
                               "create table purchase (id integer primary key);\n" +
                               "create table remark (purchase_id integer references purchase,"
                               " text text);\n");
    EXPECT_EQ(part_to_store(model, printed), schema_of(kTypes + kCustomer + kPurchase));
    // What only the other has, and types, are nothing to store.
    EXPECT_EQ(part_to_store(model, schema_of(kAll + "create table more (id integer);\n")),
              schema_of(kTypes));
    printed = schema_of(kCustomer + kParcel);
    EXPECT_EQ(part_to_store(model, printed), schema_of(kTypes + kCustomer + kPurchase + kRemark));
}

TEST(PartToStore, IsAllWhereMoreThanTablesDiffers) {
    const Schema model = schema_of(kAll);
    for (const char* other :
         {"create view v as select id from parcel;", "create sequence counter;",
          "grant select on parcel to public;", "alter sequence purchase_id_seq increment by 2;"}) {
        EXPECT_TRUE(part_to_store(model, schema_of(kAll + other)).same_as(model)) << other;
        const Schema more = schema_of(kAll + other);
        EXPECT_TRUE(part_to_store(more, model).same_as(more)) << other;
    }
}

TEST(PartToStore, TablesInACircleComeTogether) {
    const std::string circle =
        "create table a (id integer primary key, b integer);\n"
        "create table b (id integer primary key, a integer references a);\n"
        "alter table a add constraint to_b foreign key (b) references b;\n";
    const Schema model = schema_of(circle + kParcel);
    const Schema printed = schema_of(
        "create table a (id integer primary key, b bigint);\n"
        "create table b (id integer primary key, a integer references a);\n" +
        kParcel);
    EXPECT_EQ(part_to_store(model, printed), schema_of(circle));
}

}  // namespace
}  // namespace retort::schema
