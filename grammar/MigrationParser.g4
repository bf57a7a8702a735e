// SPDX-License-Identifier: Apache-2.0
// The migration language: a header and blocks of DDL in PostgreSQL's spelling.
//
// Every decision is made by one token of look-ahead (a test counts `adaptivePredict` in the
// generated parser and wants none). Statements are factored by their first words. Where one token
// cannot decide, the grammar takes a little more than the language and compiler/syntax checks the
// rest: the order of header items, which words may follow a type's name, and the precedence of
// operators. An expression is a flat list of operands and operators here; they are put together by
// the same table of binding strengths that the printers use. Fifteen nested rules, one a strength,
// would accept the same texts with a tree fifteen times as deep.
parser grammar MigrationParser;
options { tokenVocab = MigrationLexer; superClass = LeanParser; }

// ---- files -----------------------------------------------------------------------------------

revisionFile : items+=fileItem* EOF ;
statementFile : items+=statement* EOF ;

fileItem
    : kind=K_REVISION ids+=revisionId text=stringLiteral? SEMICOLON
    | kind=K_REVISES ids+=revisionId (COMMA ids+=revisionId)* SEMICOLON
    | kind=K_CREATED text=stringLiteral SEMICOLON
    | kind=K_AUTHOR text=stringLiteral SEMICOLON
    | kind=K_BRANCH ids+=revisionId (COMMA ids+=revisionId)* SEMICOLON
    | kind=K_DEPENDS K_ON ids+=revisionId (COMMA ids+=revisionId)* SEMICOLON
    | kind=K_TARGETS ids+=revisionId (COMMA ids+=revisionId)* SEMICOLON
    | kind=K_LOCK_TIMEOUT text=stringLiteral SEMICOLON
    | kind=K_STATEMENT_TIMEOUT text=stringLiteral SEMICOLON
    | kind=K_TRANSACTION K_OFF SEMICOLON
    | kind=K_ALLOW ids+=revisionId (COMMA ids+=revisionId)* K_BECAUSE text=stringLiteral SEMICOLON
    | kind=K_UPGRADE body=block
    | kind=K_DOWNGRADE ( body=block
                       | word=K_AUTO SEMICOLON
                       | word=K_IRREVERSIBLE text=stringLiteral SEMICOLON )
    ;

block : LBRACE items+=statement* RBRACE ;

// ---- statements ------------------------------------------------------------------------------

statement
    : K_CREATE createIt=createStatement SEMICOLON
    | K_ALTER alterIt=alterStatement SEMICOLON
    | K_DROP dropIt=dropStatement SEMICOLON
    | commentIt=commentStatement SEMICOLON
    | insertIt=insertStatement undo=reverseClause? SEMICOLON
    | updateIt=updateStatement undo=reverseClause? SEMICOLON
    | deleteIt=deleteStatement undo=reverseClause? SEMICOLON
    | executeIt=executeStatement SEMICOLON
    | K_ASSERT condition=expr K_ELSE message=stringLiteral SEMICOLON
    | K_ON dialect=name body=block
    | grantWord=( K_GRANT | K_REVOKE ) text=sqlText SEMICOLON
    | textWord=( K_ANALYZE | K_BEGIN | K_CALL | K_CHECKPOINT | K_CLUSTER | K_COMMIT | K_COPY
               | K_DEALLOCATE | K_DISCARD | K_DO | K_END | K_EXPLAIN | K_IMPORT | K_LISTEN | K_LOAD
               | K_LOCK | K_MERGE | K_NOTIFY | K_PRAGMA | K_PREPARE | K_REASSIGN | K_REFRESH
               | K_REINDEX | K_RELEASE | K_REPLACE | K_RESET | K_ROLLBACK | K_SAVEPOINT | K_SECURITY
               | K_SELECT | K_SET | K_START | K_TABLE | K_TRUNCATE | K_UNLISTEN | K_VACUUM
               | K_VALUES | K_WITH )
      text=sqlText? undo=reverseClause? SEMICOLON
    | meta=META_COMMAND
    | SEMICOLON
    ;

// What is kept as text: anything whose parentheses match, up to the `;`.
sqlText
    : ( ~( SEMICOLON | LPAREN | RPAREN | LBRACE | RBRACE | K_REVERSE ) | group )+ ;
group
    : LPAREN ( ~( SEMICOLON | LPAREN | RPAREN | LBRACE | RBRACE ) | group )* RPAREN ;
// The same for one action of several: it ends at a comma, too.
actionText
    : ( ~( SEMICOLON | COMMA | LPAREN | RPAREN | LBRACE | RBRACE ) | group )+ ;
// A routine or a trigger: a `;` between `begin` and its `end` does not end the statement.
codeText
    : ( ~( SEMICOLON | LPAREN | RPAREN | LBRACE | RBRACE | K_BEGIN | K_CASE | K_END )
      | group | caseText | beginText )+ ;
beginText
    : K_BEGIN ( ~( LPAREN | RPAREN | LBRACE | RBRACE | K_BEGIN | K_CASE | K_END )
              | group | caseText | beginText )* K_END ;
caseText
    : K_CASE ( ~( SEMICOLON | LPAREN | RPAREN | LBRACE | RBRACE | K_BEGIN | K_CASE | K_END )
             | group | caseText )* K_END ;

reverseClause
    : K_REVERSE
      ( nothing=K_NOTHING
      | insertIt=insertStatement
      | updateIt=updateStatement
      | deleteIt=deleteStatement
      | raw=rawSql
      | textWord=( K_CALL | K_SELECT | K_TRUNCATE | K_WITH ) text=sqlText? )
    ;

// ---- create ----------------------------------------------------------------------------------

createStatement
    : K_TABLE table=createTable
    | temporary=( K_TEMPORARY | K_TEMP ) temporaryIt=createTemporary
    | ( K_GLOBAL | K_LOCAL ) temporary=( K_TEMPORARY | K_TEMP ) temporaryIt=createTemporary
    | unlogged=K_UNLOGGED ( K_TABLE table=createTable | otherWord=K_SEQUENCE other=sqlText )
    | K_UNIQUE K_INDEX index=createIndex
    | K_INDEX index=createIndex
    | K_TYPE type=createType
    | K_DOMAIN domain=createDomain
    | K_SEQUENCE sequence=createSequence
    | K_SCHEMA schema=createSchema
    | K_EXTENSION extension=createExtension
    | K_OR K_REPLACE replaceable=createReplaceable
    | replaceable=createReplaceable
    | K_MATERIALIZED K_VIEW view=createView
    | K_POLICY policy=createPolicy
    | K_STATISTICS statistics=createStatistics
    | otherWord=( K_ACCESS | K_AGGREGATE | K_CAST | K_COLLATION | K_CONVERSION | K_DATABASE
                | K_DEFAULT | K_EVENT | K_FOREIGN | K_GROUP | K_LANGUAGE | K_OPERATOR | K_PROCEDURAL
                | K_PUBLICATION | K_ROLE | K_RULE | K_SERVER | K_SUBSCRIPTION | K_TABLESPACE
                | K_TEXT | K_TRANSFORM | K_TRUSTED | K_USER | K_VIRTUAL )
      other=sqlText
    ;
createTemporary
    : K_TABLE table=createTable
    | ( K_VIEW | K_SEQUENCE | K_RECURSIVE | K_TRIGGER ) other=codeText
    ;
createReplaceable
    : K_VIEW view=createView
    | routineWord=( K_FUNCTION | K_PROCEDURE ) routine=createRoutine
    | K_TRIGGER trigger=createTrigger
    | otherWord=( K_CONSTRAINT | K_RECURSIVE ) other=sqlText
    ;

ifNotExists : K_IF K_NOT K_EXISTS ;
ifExists : K_IF K_EXISTS ;

// ---- tables

createTable
    : exists=ifNotExists? target=qualifiedName renamed=renamedFrom?
      ( open=LPAREN ( elements+=tableElement (COMMA elements+=tableElement)* )? RPAREN
        ( options+=tableOption ( COMMA? options+=tableOption )* )?
      | K_PARTITION K_OF parent=qualifiedName
        ( LPAREN elements+=partitionElement (COMMA elements+=partitionElement)* RPAREN )?
        bound=partitionBound
        options+=tableOption*
      | asOption* query=( K_AS | K_OF ) text=sqlText )
    ;
renamedFrom : K_RENAMED K_FROM old=qualifiedName ;

tableElement
    : column=columnDefinition
    | K_CONSTRAINT constraintName=name constraint=constraintBody
    | constraint=constraintBody
    | K_LIKE like=qualifiedName likeOptions=actionText?
    ;
partitionElement
    : K_CONSTRAINT constraintName=name constraint=constraintBody
    | constraint=constraintBody
    ;
partitionBound : K_DEFAULT | K_FOR K_VALUES ( K_FROM group K_TO group | K_IN group | K_WITH group ) ;

columnDefinition : column=name renamed=renamedFrom? type=typeName options+=columnOption* ;

columnOption
    : ( K_CONSTRAINT constraintName=name )?
      ( K_NOT negated=( K_NULL | K_DEFERRABLE | K_VALID )
      | plain=( K_NULL | K_DEFERRABLE )
      | K_DEFAULT value=defaultExpr
      | K_PRIMARY key=K_KEY storage=indexStorage
      | unique=K_UNIQUE nulls=nullsDistinct? storage=indexStorage
      | K_CHECK LPAREN check=expr RPAREN ( noInherit=K_NO K_INHERIT )?
      | references=referenceClause
      | K_INITIALLY when=( K_DEFERRED | K_IMMEDIATE )
      | K_COLLATE collation=qualifiedName
      | K_COMMENT comment=stringLiteral
      | K_GENERATED generated=generatedClause )
    ;
generatedClause
    : K_ALWAYS K_AS ( LPAREN value=expr RPAREN kind=( K_STORED | K_VIRTUAL )?
                    | K_IDENTITY identity=identityOptions )
    | by=K_BY K_DEFAULT K_AS K_IDENTITY identity=identityOptions
    ;
identityOptions : ( LPAREN options+=sequenceOption* RPAREN )? ;

constraintBody
    : ( K_PRIMARY kind=K_KEY ( keys=columnList include=includeList? storage=indexStorage
                             | K_USING K_INDEX usingIndex=name )
      | kind=K_UNIQUE nulls=nullsDistinct?
        ( keys=columnList include=includeList? storage=indexStorage
        | K_USING K_INDEX usingIndex=name )
      | kind=K_CHECK LPAREN check=expr RPAREN
      | kind=K_FOREIGN K_KEY keys=columnList references=referenceClause
      | kind=K_EXCLUDE ( K_USING method=name )? LPAREN excluded+=indexKey (COMMA excluded+=indexKey)*
        RPAREN include=includeList? storage=indexStorage ( K_WHERE where=expr )? )
      attributes+=constraintAttribute*
    ;
constraintAttribute
    : K_NOT negated=( K_DEFERRABLE | K_VALID )
    | plain=K_DEFERRABLE
    | K_INITIALLY when=( K_DEFERRED | K_IMMEDIATE )
    | K_NO K_INHERIT
    ;
nullsDistinct : K_NULLS not=K_NOT? K_DISTINCT ;
includeList : K_INCLUDE columns=columnList ;
indexStorage : ( K_WITH with=parameterList )? ( K_USING K_INDEX K_TABLESPACE tablespace=name )? ;

referenceClause
    : K_REFERENCES table=qualifiedName columns=columnList? actions+=referenceAction* ;
referenceAction
    : K_MATCH match=( K_FULL | K_PARTIAL | K_SIMPLE )
    | K_ON event=( K_DELETE | K_UPDATE )
      ( action=( K_CASCADE | K_RESTRICT )
      | action=K_NO K_ACTION
      | K_SET action=( K_NULL | K_DEFAULT ) columns=columnList? )
    ;

tableOption
    : kind=K_PARTITION K_BY strategy=name LPAREN keys+=indexKey (COMMA keys+=indexKey)* RPAREN
    | kind=K_INHERITS LPAREN parents+=qualifiedName (COMMA parents+=qualifiedName)* RPAREN
    | kind=K_WITH with=parameterList
    | kind=K_WITHOUT word=( K_OIDS | K_ROWID )
    | kind=K_TABLESPACE value=name
    | kind=K_USING value=name
    | kind=K_ON K_COMMIT ( word=K_DROP | word=( K_DELETE | K_PRESERVE ) K_ROWS )
    | kind=K_STRICT
    | kind=K_COMMENT comment=stringLiteral
    ;
asOption
    : K_WITH parameterList | K_WITHOUT K_OIDS | K_TABLESPACE name | K_USING name
    | K_ON K_COMMIT ( K_DROP | ( K_DELETE | K_PRESERVE ) K_ROWS ) | group
    ;

parameterList : LPAREN items+=parameter (COMMA items+=parameter)* RPAREN ;
parameter : keys+=name (DOT keys+=name)? ( EQUAL value=actionText )? ;

// ---- indexes

createIndex
    : concurrently=K_CONCURRENTLY? exists=ifNotExists? index=qualifiedName? K_ON only=K_ONLY?
      table=qualifiedName ( K_USING method=name )?
      LPAREN keys+=indexKey (COMMA keys+=indexKey)* RPAREN
      include=includeList? nulls=nullsDistinct? ( K_WITH with=parameterList )?
      ( K_TABLESPACE tablespace=name )? ( K_WHERE where=expr )?
    ;
indexKey
    : ( LPAREN value=expr RPAREN
      | call=pathOrCall
      | special=indexCall )
      ( K_COLLATE collation=qualifiedName )?
      ( operatorClass=qualifiedName ( LPAREN options+=parameter (COMMA options+=parameter)* RPAREN )? )?
      direction=( K_ASC | K_DESC )? ( K_NULLS nulls=( K_FIRST | K_LAST ) )?
      ( K_WITH op=operatorName )?
    ;
indexCall : byDialect=byDialectExpr | cast=castExpr ;
operatorName
    : EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL | PLUS | MINUS | STAR | SLASH
    | PERCENT | CARET | OPERATOR | ARROW
    | K_OPERATOR group ;

// ---- types, sequences, schemas, extensions

createType
    : target=qualifiedName
      ( K_AS ( K_ENUM open=LPAREN ( values+=stringLiteral (COMMA values+=stringLiteral)* )? RPAREN
             | other=group
             | otherWord=name other=group )
      | other=group )?
    ;
createDomain
    : target=qualifiedName K_AS? type=typeName options+=domainOption* ;
domainOption
    : ( K_CONSTRAINT constraintName=name )?
      ( not=K_NOT K_NULL
      | K_NULL
      | K_DEFAULT value=defaultExpr
      | K_CHECK LPAREN check=expr RPAREN ( K_NOT valid=K_VALID )?
      | K_COLLATE collation=qualifiedName )
    ;
createSequence : exists=ifNotExists? target=qualifiedName options+=sequenceOption* ;
sequenceOption
    : kind=K_AS type=typeName
    | kind=K_START K_WITH? value=signedInteger
    | kind=K_RESTART ( K_WITH? value=signedInteger )?
    | kind=K_INCREMENT K_BY? value=signedInteger
    | kind=K_MINVALUE value=signedInteger
    | kind=K_MAXVALUE value=signedInteger
    | kind=K_NO word=( K_MINVALUE | K_MAXVALUE | K_CYCLE )
    | kind=K_CACHE value=signedInteger
    | kind=K_CYCLE
    | kind=K_OWNED K_BY owner=qualifiedName
    ;
signedInteger : ( PLUS | MINUS )? digits=INTEGER ;
createSchema
    : exists=ifNotExists? schema=name other=schemaText?
    | other=schemaText
    ;
schemaText : K_AUTHORIZATION sqlText ;
createExtension : exists=ifNotExists? extension=name K_WITH? options+=extensionOption* ;
extensionOption
    : K_SCHEMA schema=name
    | K_VERSION ( version=stringLiteral | versionName=name )
    | cascade=K_CASCADE
    ;

// ---- objects whose definition is text

createView
    : exists=ifNotExists? target=qualifiedName viewOption* K_AS text=sqlText ;
viewOption
    : columnList | K_WITH parameterList | K_USING name | K_TABLESPACE name ;
createRoutine : target=qualifiedName arguments=group text=codeText ;
createTrigger
    : exists=ifNotExists? target=name triggerEvents K_ON table=qualifiedName text=codeText ;
triggerEvents : ~( SEMICOLON | LPAREN | RPAREN | LBRACE | RBRACE | K_ON )+ ;
createPolicy : target=name K_ON table=qualifiedName text=sqlText? ;
createStatistics
    : exists=ifNotExists? target=qualifiedName kinds=group? K_ON statisticsColumns
      K_FROM table=qualifiedName ;
statisticsColumns
    : ( ~( SEMICOLON | LPAREN | RPAREN | LBRACE | RBRACE | K_FROM ) | group )+ ;

// ---- alter -----------------------------------------------------------------------------------

alterStatement
    : K_TABLE table=alterTable
    | K_INDEX index=alterIndex
    | K_TYPE type=alterType
    | K_SEQUENCE sequence=alterSequence
    | otherWord=( K_AGGREGATE | K_COLLATION | K_CONVERSION | K_DATABASE | K_DEFAULT | K_DOMAIN
                | K_EVENT | K_EXTENSION | K_FOREIGN | K_FUNCTION | K_GROUP | K_LANGUAGE | K_LARGE
                | K_MATERIALIZED | K_OPERATOR | K_POLICY | K_PROCEDURAL | K_PROCEDURE
                | K_PUBLICATION | K_ROLE | K_ROUTINE | K_RULE | K_SCHEMA | K_SERVER | K_STATISTICS
                | K_SUBSCRIPTION | K_SYSTEM | K_TABLESPACE | K_TEXT | K_TRIGGER | K_USER | K_VIEW )
      other=sqlText
    ;

alterTable
    : exists=ifExists? only=K_ONLY? table=qualifiedName STAR?
      actions+=tableAction (COMMA actions+=tableAction)* ;

tableAction
    : K_ADD add=addAction
    | K_DROP drop=dropAction
    | K_RENAME rename=renameAction
    | K_ALTER ( K_COLUMN? column=name change=columnAction
              | otherWord=K_CONSTRAINT other=actionText )
    | K_VALIDATE K_CONSTRAINT validated=name
    | security=( K_ENABLE | K_DISABLE ) ( K_ROW K_LEVEL K_SECURITY | other=securityText )
    | security=K_FORCE K_ROW K_LEVEL K_SECURITY
    | K_NO ( security=K_FORCE K_ROW K_LEVEL K_SECURITY | otherWord=K_INHERIT other=actionText )
    | K_SET ( K_SCHEMA schema=name | other=setText )
    | otherWord=( K_ATTACH | K_CLUSTER | K_DETACH | K_INHERIT | K_NOT | K_OF | K_OWNER | K_REPLICA
                | K_RESET )
      other=actionText
    ;
securityText : ( K_TRIGGER | K_RULE | K_REPLICA | K_ALWAYS ) actionText ;
setText
    : group
    | ( K_ACCESS | K_TABLESPACE | K_WITHOUT | IDENTIFIER ) actionText?
    | K_UNLOGGED ;
addAction
    : K_COLUMN exists=ifNotExists? column=columnDefinition
    | exists=ifNotExists column=columnDefinition
    | column=columnDefinition
    | K_CONSTRAINT constraintName=name constraint=constraintBody
    | constraint=constraintBody
    ;
dropAction
    : ( what=( K_COLUMN | K_CONSTRAINT ) )? exists=ifExists? target=name behaviour=( K_CASCADE | K_RESTRICT )? ;
renameAction
    : K_TO to=name
    | what=( K_COLUMN | K_CONSTRAINT ) from=name K_TO to=name
    | from=name K_TO to=name
    ;
columnAction
    : K_TYPE type=typeName ( K_COLLATE collation=qualifiedName )? ( K_USING value=expr )?
    | K_SET set=setColumn more+=identityChange*
    | K_DROP ( what=K_DEFAULT | K_NOT what=K_NULL | what=( K_IDENTITY | K_EXPRESSION ) exists=ifExists? )
    | add=K_ADD K_GENERATED generated=generatedClause
    | restart=K_RESTART ( K_WITH? restartWith=signedInteger )? more+=identityChange*
    | other=K_RESET group
    ;
setColumn
    : ( K_DATA )? K_TYPE type=typeName ( K_COLLATE collation=qualifiedName )? ( K_USING value=expr )?
    | what=K_DEFAULT value=expr
    | K_NOT what=K_NULL
    | change=identitySetting
    | otherWord=( K_STATISTICS | K_STORAGE | K_COMPRESSION ) actionText
    | otherGroup=group
    ;
identitySetting
    : K_GENERATED ( always=K_ALWAYS | K_BY by=K_DEFAULT )
    | option=sequenceOption
    ;
identityChange : K_SET setting=identitySetting | restart=K_RESTART ( K_WITH? value=signedInteger )? ;

alterIndex : exists=ifExists? target=qualifiedName ( K_RENAME K_TO to=name | other=sqlTextAfterName ) ;
sqlTextAfterName
    : ( K_ALTER | K_ATTACH | K_DEPENDS | K_NO | K_OWNER | K_RENAME | K_RESET | K_SET ) sqlText ;

alterType
    : target=qualifiedName
      ( K_ADD ( K_VALUE exists=ifNotExists? value=stringLiteral
                ( position=( K_BEFORE | K_AFTER ) neighbour=stringLiteral )?
              | otherWord=K_ATTRIBUTE sqlText )
      | K_RENAME ( K_VALUE from=stringLiteral K_TO renamed=stringLiteral
                 | K_TO to=name
                 | otherWord=K_ATTRIBUTE sqlText )
      | K_DROP ( dropped=K_VALUE value=stringLiteral ( K_REPLACE K_WITH replacement=stringLiteral )?
               | otherWord=K_ATTRIBUTE sqlText )
      | otherWord=( K_SET | K_OWNER | K_ALTER ) sqlText )
    ;
alterSequence
    : exists=ifExists? target=qualifiedName
      ( options+=sequenceOption+ | otherWord=( K_OWNER | K_RENAME | K_SET ) sqlText ) ;

// ---- drop ------------------------------------------------------------------------------------

dropStatement
    : kind=( K_TABLE | K_TYPE | K_DOMAIN | K_SEQUENCE | K_VIEW | K_STATISTICS | K_SCHEMA | K_EXTENSION )
      exists=ifExists? targets+=qualifiedName (COMMA targets+=qualifiedName)*
      behaviour=( K_CASCADE | K_RESTRICT )?
    | kind=K_MATERIALIZED K_VIEW exists=ifExists? targets+=qualifiedName
      (COMMA targets+=qualifiedName)* behaviour=( K_CASCADE | K_RESTRICT )?
    | kind=K_INDEX concurrently=K_CONCURRENTLY? exists=ifExists? targets+=qualifiedName
      (COMMA targets+=qualifiedName)* ( K_ON table=qualifiedName )?
      behaviour=( K_CASCADE | K_RESTRICT )?
    | kind=( K_FUNCTION | K_PROCEDURE ) exists=ifExists? routines+=routineName
      (COMMA routines+=routineName)* behaviour=( K_CASCADE | K_RESTRICT )?
    | kind=( K_TRIGGER | K_POLICY ) exists=ifExists? targets+=qualifiedName
      ( K_ON table=qualifiedName )? behaviour=( K_CASCADE | K_RESTRICT )?
    | otherWord=( K_ACCESS | K_AGGREGATE | K_CAST | K_COLLATION | K_CONVERSION | K_DATABASE | K_EVENT
                | K_FOREIGN | K_GROUP | K_LANGUAGE | K_OPERATOR | K_OWNED | K_PROCEDURAL
                | K_PUBLICATION | K_ROLE | K_ROUTINE | K_RULE | K_SERVER | K_SUBSCRIPTION
                | K_TABLESPACE | K_TEXT | K_TRANSFORM | K_USER )
      other=sqlText
    ;
routineName : target=qualifiedName arguments=group? ;

// ---- comments --------------------------------------------------------------------------------

commentStatement
    : K_COMMENT K_ON
      ( kind=( K_TABLE | K_COLUMN | K_INDEX | K_TYPE | K_DOMAIN | K_SEQUENCE | K_VIEW | K_SCHEMA
             | K_EXTENSION | K_STATISTICS ) object=qualifiedName
      | kind=K_MATERIALIZED K_VIEW object=qualifiedName
      | kind=( K_CONSTRAINT | K_TRIGGER | K_POLICY ) part=name K_ON object=qualifiedName
      | kind=( K_FUNCTION | K_PROCEDURE ) routine=routineName
      | otherWord=( K_ACCESS | K_AGGREGATE | K_CAST | K_COLLATION | K_CONVERSION | K_DATABASE
                  | K_EVENT | K_FOREIGN | K_LANGUAGE | K_LARGE | K_OPERATOR | K_PROCEDURAL
                  | K_PUBLICATION | K_ROLE | K_ROUTINE | K_RULE | K_SERVER | K_SUBSCRIPTION
                  | K_TABLESPACE | K_TEXT | K_TRANSFORM ) otherObject )
      K_IS ( text=stringLiteral | K_NULL )
    ;
otherObject : ( ~( SEMICOLON | LPAREN | RPAREN | LBRACE | RBRACE | K_IS ) | group )+ ;

// ---- data ------------------------------------------------------------------------------------

insertStatement
    : K_INSERT
      ( K_INTO table=qualifiedName ( K_AS alias=name )?
        ( LPAREN ( query=queryText RPAREN
                 | columns+=name (COMMA columns+=name)* RPAREN source=insertSource )
        | source=insertSource )
        other=insertTail?
      | otherWord=K_OR sqlText )
    ;
insertSource
    : K_VALUES rows+=valueRow (COMMA rows+=valueRow)*
    | K_DEFAULT other=K_VALUES
    | other=( K_SELECT | K_WITH | K_TABLE | K_OVERRIDING ) sqlText
    | other=LPAREN queryText RPAREN
    ;
valueRow : LPAREN values+=expr (COMMA values+=expr)* RPAREN ;
insertTail
    : K_ON K_CONFLICT conflict=sqlText
    | K_RETURNING sqlText ;

updateStatement
    : K_UPDATE
      ( only=K_ONLY? table=qualifiedName ( K_AS alias=name | alias=name )?
        K_SET assignments+=assignment (COMMA assignments+=assignment)*
        ( other=( K_FROM | K_RETURNING ) sqlText
        | K_WHERE where=expr ( other=K_RETURNING sqlText )? )?
      | other=K_OR sqlText )
    ;
assignment
    : target=qualifiedName subscript? EQUAL value=expr
    | LPAREN name (COMMA name)* RPAREN EQUAL other=expr ;

deleteStatement
    : K_DELETE K_FROM only=K_ONLY? table=qualifiedName ( K_AS alias=name | alias=name )?
      ( other=( K_USING | K_RETURNING ) sqlText
      | K_WHERE where=expr ( other=K_RETURNING sqlText )?
      | batches=batchClause )?
    ;
batchClause : K_IN K_BATCHES K_OF rows=INTEGER ;

executeStatement
    : K_EXECUTE up=rawSql ( K_REVERSE ( nothing=K_NOTHING | down=rawSql ) )?
      ( K_AS effects=block )? ;
rawSql
    : text=stringLiteral
    | K_FILE file=stringLiteral
    | open=LBRACE arms+=dialectSql* RBRACE ;
dialectSql : dialect=name text=stringLiteral SEMICOLON ;

// ---- types -----------------------------------------------------------------------------------

// Which words may follow which name (`double precision`, `timestamp with time zone`) is checked
// where the type is built.
typeName
    : ( parts+=name (DOT parts+=name)*
        words+=( K_PRECISION | K_VARYING )*
        fields=intervalFields?
        ( LPAREN arguments+=typeArgument (COMMA arguments+=typeArgument)* RPAREN )?
        ( zone=( K_WITH | K_WITHOUT ) K_TIME K_ZONE )?
      | K_BY_DIALECT LPAREN arms+=dialectType (COMMA arms+=dialectType)* RPAREN )
      dimensions+=arrayMark*
    ;
dialectType : dialect=name ARROW type=typeName ;
typeArgument : signedInteger | stringLiteral | name ;
intervalFields : intervalField ( K_TO intervalField )? ;
intervalField : K_YEAR | K_MONTH | K_DAY | K_HOUR | K_MINUTE | K_SECOND ;
arrayMark : LBRACKET INTEGER? RBRACKET | K_ARRAY ;

// ---- expressions -----------------------------------------------------------------------------

expr : first=operand rest+=exprTail* ;
// After `default`, where `not null` and `collate` belong to the column.
defaultExpr : first=operand rest+=defaultTail* ;

exprTail
    : op=( K_OR | K_AND | EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL | OPERATOR
         | PLUS | MINUS | STAR | SLASH | PERCENT | CARET | K_LIKE | K_ILIKE | K_ESCAPE | K_OVERLAPS )
      right=operand
    | K_NOT negated=negatedTail
    | op=K_BETWEEN symmetric=( K_SYMMETRIC | K_ASYMMETRIC )? right=operand
    | op=K_IN ( right=operand | K_BATCHES K_OF batchRows=INTEGER )
    | op=K_SIMILAR K_TO right=operand
    | op=K_IS not=K_NOT? ( what=( K_NULL | K_TRUE | K_FALSE | K_UNKNOWN )
                         | what=K_DISTINCT K_FROM right=operand )
    | op=( K_ISNULL | K_NOTNULL )
    | op=K_COLLATE collation=qualifiedName
    | op=K_AT K_TIME K_ZONE right=operand
    | op=K_OPERATOR custom=group right=operand
    ;
negatedTail
    : op=( K_LIKE | K_ILIKE | K_IN ) right=operand
    | op=K_BETWEEN symmetric=( K_SYMMETRIC | K_ASYMMETRIC )? right=operand
    | op=K_SIMILAR K_TO right=operand
    ;
defaultTail
    : op=( EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL | OPERATOR | PLUS | MINUS
         | STAR | SLASH | PERCENT | CARET ) right=operand
    | op=K_AT K_TIME K_ZONE right=operand
    ;

operand
    : prefixes+=( K_NOT | PLUS | MINUS | OPERATOR )*
      ( value=( K_NULL | K_TRUE | K_FALSE | K_DEFAULT | INTEGER | NUMBER | STRING | ESCAPE_STRING
              | UNICODE_STRING | BIT_STRING | DOLLAR_STRING )
      | call=pathOrCall
      | parentheses=parenthesized
      | keyword=( K_CURRENT_CATALOG | K_CURRENT_DATE | K_CURRENT_ROLE | K_CURRENT_SCHEMA
                | K_CURRENT_TIME | K_CURRENT_TIMESTAMP | K_CURRENT_USER | K_LOCALTIME
                | K_LOCALTIMESTAMP | K_SESSION_USER | K_USER )
        ( LPAREN precision=INTEGER? RPAREN )?
      | caseIt=caseExpr
      | cast=castExpr
      | array=arrayExpr
      | byDialect=byDialectExpr
      | quantifier=( K_ANY | K_ALL | K_SOME ) LPAREN ( query=queryText | inner=expr ) RPAREN )
      suffixes+=suffix*
    ;
suffix : CAST_MARK type=typeName | index=subscript ;
subscript : LBRACKET ( from=expr? ( colon=COLON to=expr? )? ) RBRACKET ;

pathOrCall
    : parts+=name ( DOT ( parts+=name | star=STAR ) )*
      ( arguments=callArguments fields+=fieldName* tail+=callTail* )?
      ( literal=STRING unit=intervalFields? )?
    ;
fieldName : DOT field=name ;
callArguments
    : open=LPAREN
      ( star=STAR
      | modifier=( K_DISTINCT | K_VARIADIC | K_BOTH | K_LEADING | K_TRAILING )?
        arguments+=callArgument
        ( separators+=( COMMA | K_FROM | K_FOR | K_PLACING ) arguments+=callArgument )*
      | query=queryText )?
      RPAREN
    ;
callArgument : value=expr ( ARROW named=expr )? ;
callTail
    : K_FILTER group
    | K_WITHIN K_GROUP group
    | K_OVER ( group | name )
    ;

parenthesized
    : open=LPAREN ( query=queryText | values+=expr (COMMA values+=expr)* ) RPAREN fields+=fieldName* ;
// A sub-select is kept as text; the parentheses round it are not part of it.
queryText
    : ( K_SELECT | K_WITH | K_VALUES | K_TABLE )
      ( ~( SEMICOLON | LPAREN | RPAREN | LBRACE | RBRACE ) | group )+ ;

caseExpr
    : K_CASE value=expr? whens+=whenClause+ ( K_ELSE otherwise=expr )? K_END ;
whenClause : K_WHEN condition=expr K_THEN result=expr ;
castExpr : K_CAST LPAREN value=expr K_AS type=typeName RPAREN ;
arrayExpr : K_ARRAY ( elements=arrayElements | LPAREN query=queryText RPAREN ) ;
arrayElements
    : LBRACKET ( items+=arrayElement (COMMA items+=arrayElement)* )? RBRACKET ;
arrayElement : value=expr | nested=arrayElements ;
byDialectExpr : K_BY_DIALECT LPAREN arms+=dialectExpr (COMMA arms+=dialectExpr)* RPAREN ;
dialectExpr : dialect=name ARROW value=expr ;

// ---- names -----------------------------------------------------------------------------------

qualifiedName : parts+=name (DOT parts+=name)* ;
columnList : LPAREN columns+=name (COMMA columns+=name)* RPAREN ;
stringLiteral : STRING | ESCAPE_STRING | UNICODE_STRING | DOLLAR_STRING ;
// In the header any word will do, reserved or not.
revisionId
    : IDENTIFIER | MIXED_WORD | INTEGER | NUMBER | STRING
    | K_ACCESS | K_ACTION | K_ADD | K_AFTER | K_AGGREGATE | K_ALLOW | K_ALTER | K_ALWAYS |
      K_ASSERT | K_AT | K_ATTACH | K_ATTRIBUTE | K_AUTHOR | K_AUTO | K_BECAUSE | K_BEFORE |
      K_BEGIN | K_BRANCH | K_BY | K_CACHE | K_CALL | K_CASCADE | K_CHECKPOINT | K_CLUSTER |
      K_COMMENT | K_COMMIT | K_COMPRESSION | K_CONFLICT | K_CONVERSION | K_COPY | K_CREATED |
      K_CYCLE | K_DATA | K_DATABASE | K_DAY | K_DEALLOCATE | K_DEFERRED | K_DELETE | K_DEPENDS |
      K_DETACH | K_DISABLE | K_DISCARD | K_DOMAIN | K_DOWNGRADE | K_DROP | K_ENABLE | K_ENUM |
      K_ESCAPE | K_EVENT | K_EXECUTE | K_EXISTS | K_EXPLAIN | K_EXPRESSION | K_EXTENSION | K_FILE
    | K_FILTER | K_FIRST | K_FORCE | K_FUNCTION | K_GENERATED | K_GLOBAL | K_HOUR | K_IDENTITY |
      K_IMMEDIATE | K_IMPORT | K_INCLUDE | K_INCREMENT | K_INDEX | K_INHERIT | K_INHERITS |
      K_INSERT | K_IRREVERSIBLE | K_KEY | K_LANGUAGE | K_LARGE | K_LAST | K_LEVEL | K_LISTEN |
      K_LOAD | K_LOCAL | K_LOCK | K_LOCK_TIMEOUT | K_MATCH | K_MATERIALIZED | K_MAXVALUE | K_MERGE
    | K_MINUTE | K_MINVALUE | K_MONTH | K_NO | K_NOTHING | K_NOTIFY | K_OF | K_OFF | K_OIDS |
      K_OPERATOR | K_OVER | K_OVERRIDING | K_OWNED | K_OWNER | K_PARTIAL | K_PARTITION | K_POLICY
    | K_PRAGMA | K_PRECISION | K_PREPARE | K_PRESERVE | K_PROCEDURAL | K_PROCEDURE |
      K_PUBLICATION | K_REASSIGN | K_RECURSIVE | K_REFRESH | K_REINDEX | K_RELEASE | K_RENAME |
      K_REPLACE | K_REPLICA | K_RESET | K_RESTART | K_RESTRICT | K_REVISES | K_REVISION | K_REVOKE
    | K_ROLE | K_ROLLBACK | K_ROUTINE | K_ROW | K_ROWID | K_ROWS | K_RULE | K_SAVEPOINT |
      K_SCHEMA | K_SECOND | K_SECURITY | K_SEQUENCE | K_SERVER | K_SET | K_SIMPLE | K_START |
      K_STATEMENT_TIMEOUT | K_STATISTICS | K_STORAGE | K_STORED | K_STRICT | K_SUBSCRIPTION |
      K_SYSTEM | K_TABLESPACE | K_TARGETS | K_TEMP | K_TEMPORARY | K_TEXT | K_TIME | K_TRANSACTION
    | K_TRANSFORM | K_TRIGGER | K_TRUNCATE | K_TRUSTED | K_TYPE | K_UNKNOWN | K_UNLISTEN |
      K_UNLOGGED | K_UPDATE | K_UPGRADE | K_VACUUM | K_VALID | K_VALIDATE | K_VALUE | K_VARYING |
      K_VERSION | K_VIEW | K_VIRTUAL | K_WITHIN | K_WITHOUT | K_YEAR | K_ZONE
    | K_BATCHES | K_BY_DIALECT | K_EXCLUDE | K_IF | K_NULLS | K_RENAMED | K_REVERSE | K_VALUES
    | K_ALL | K_ANALYZE | K_AND | K_ANY | K_ARRAY | K_AS | K_ASC | K_ASYMMETRIC | K_AUTHORIZATION
    | K_BOTH | K_CASE | K_CAST | K_CHECK | K_COLLATE | K_COLLATION | K_COLUMN | K_CONCURRENTLY |
      K_CONSTRAINT | K_CREATE | K_CURRENT_CATALOG | K_CURRENT_DATE | K_CURRENT_ROLE |
      K_CURRENT_SCHEMA | K_CURRENT_TIME | K_CURRENT_TIMESTAMP | K_CURRENT_USER | K_DEFAULT |
      K_DEFERRABLE | K_DESC | K_DISTINCT | K_DO | K_ELSE | K_END | K_FALSE | K_FOR | K_FOREIGN |
      K_FROM | K_FULL | K_GRANT | K_GROUP | K_ILIKE | K_IN | K_INITIALLY | K_INTO | K_IS |
      K_ISNULL | K_LEADING | K_LIKE | K_LOCALTIME | K_LOCALTIMESTAMP | K_NOT | K_NOTNULL | K_NULL
    | K_ON | K_ONLY | K_OR | K_ORDER | K_OVERLAPS | K_PLACING | K_PRIMARY | K_REFERENCES |
      K_RETURNING | K_SELECT | K_SESSION_USER | K_SIMILAR | K_SOME | K_SYMMETRIC | K_TABLE |
      K_THEN | K_TO | K_TRAILING | K_TRUE | K_UNIQUE | K_USER | K_USING | K_VARIADIC | K_WHEN |
      K_WHERE | K_WITH
    ;
// One set of tokens, so that a name costs one test.
name
    : IDENTIFIER | QUOTED
    | K_ACCESS | K_ACTION | K_ADD | K_AFTER | K_AGGREGATE | K_ALLOW | K_ALTER | K_ALWAYS |
      K_ASSERT | K_AT | K_ATTACH | K_ATTRIBUTE | K_AUTHOR | K_AUTO | K_BECAUSE | K_BEFORE |
      K_BEGIN | K_BRANCH | K_BY | K_CACHE | K_CALL | K_CASCADE | K_CHECKPOINT | K_CLUSTER |
      K_COMMENT | K_COMMIT | K_COMPRESSION | K_CONFLICT | K_CONVERSION | K_COPY | K_CREATED |
      K_CYCLE | K_DATA | K_DATABASE | K_DAY | K_DEALLOCATE | K_DEFERRED | K_DELETE | K_DEPENDS |
      K_DETACH | K_DISABLE | K_DISCARD | K_DOMAIN | K_DOWNGRADE | K_DROP | K_ENABLE | K_ENUM |
      K_ESCAPE | K_EVENT | K_EXECUTE | K_EXISTS | K_EXPLAIN | K_EXPRESSION | K_EXTENSION | K_FILE
    | K_FILTER | K_FIRST | K_FORCE | K_FUNCTION | K_GENERATED | K_GLOBAL | K_HOUR | K_IDENTITY |
      K_IMMEDIATE | K_IMPORT | K_INCLUDE | K_INCREMENT | K_INDEX | K_INHERIT | K_INHERITS |
      K_INSERT | K_IRREVERSIBLE | K_KEY | K_LANGUAGE | K_LARGE | K_LAST | K_LEVEL | K_LISTEN |
      K_LOAD | K_LOCAL | K_LOCK | K_LOCK_TIMEOUT | K_MATCH | K_MATERIALIZED | K_MAXVALUE | K_MERGE
    | K_MINUTE | K_MINVALUE | K_MONTH | K_NO | K_NOTHING | K_NOTIFY | K_OF | K_OFF | K_OIDS |
      K_OPERATOR | K_OVER | K_OVERRIDING | K_OWNED | K_OWNER | K_PARTIAL | K_PARTITION | K_POLICY
    | K_PRAGMA | K_PRECISION | K_PREPARE | K_PRESERVE | K_PROCEDURAL | K_PROCEDURE |
      K_PUBLICATION | K_REASSIGN | K_RECURSIVE | K_REFRESH | K_REINDEX | K_RELEASE | K_RENAME |
      K_REPLACE | K_REPLICA | K_RESET | K_RESTART | K_RESTRICT | K_REVISES | K_REVISION | K_REVOKE
    | K_ROLE | K_ROLLBACK | K_ROUTINE | K_ROW | K_ROWID | K_ROWS | K_RULE | K_SAVEPOINT |
      K_SCHEMA | K_SECOND | K_SECURITY | K_SEQUENCE | K_SERVER | K_SET | K_SIMPLE | K_START |
      K_STATEMENT_TIMEOUT | K_STATISTICS | K_STORAGE | K_STORED | K_STRICT | K_SUBSCRIPTION |
      K_SYSTEM | K_TABLESPACE | K_TARGETS | K_TEMP | K_TEMPORARY | K_TEXT | K_TIME | K_TRANSACTION
    | K_TRANSFORM | K_TRIGGER | K_TRUNCATE | K_TRUSTED | K_TYPE | K_UNKNOWN | K_UNLISTEN |
      K_UNLOGGED | K_UPDATE | K_UPGRADE | K_VACUUM | K_VALID | K_VALIDATE | K_VALUE | K_VARYING |
      K_VERSION | K_VIEW | K_VIRTUAL | K_WITHIN | K_WITHOUT | K_YEAR | K_ZONE
    ;
