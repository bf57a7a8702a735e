// SPDX-License-Identifier: Apache-2.0
// The migration language. Every decision is LL(1): the generated parser never predicts (a test counts
// it), which is most of its speed. What one token cannot decide is accepted here and checked by the
// code that turns the tree into operations. Everything that the code looks at has a label: contexts keep
// no list of children. Statements that are kept as text arrive as one token.
parser grammar MigrationParser;
options { tokenVocab = MigrationLexer; superClass = LeanParser; }
@parser::postinclude { #include "grammar/lean_parser.h" }

// ---- files --------------------------------------------------------------------------------------
revisionFile : items+=item* EOF ;
statementsOnly : statements+=statement* EOF ;

item
  : KW_REVISION id=revisionId text=string? SEMICOLON
  | KW_REVISES ids+=revisionId ( COMMA ids+=revisionId )* SEMICOLON
  | KW_CREATED text=string SEMICOLON
  | KW_AUTHOR text=string SEMICOLON
  | KW_BRANCH names+=name ( COMMA names+=name )* SEMICOLON
  | KW_DEPENDS KW_ON ids+=revisionId ( COMMA ids+=revisionId )* SEMICOLON
  | KW_TARGETS targets+=targetName ( COMMA targets+=targetName )* SEMICOLON
  | ( KW_LOCK_TIMEOUT | KW_STATEMENT_TIMEOUT ) text=string SEMICOLON
  | KW_TRANSACTION KW_OFF SEMICOLON
  | KW_ALLOW rules=SQL_TEXT KW_BECAUSE text=string SEMICOLON
  | KW_UPGRADE body=block
  | KW_DOWNGRADE ( body=block | automatic=KW_AUTO SEMICOLON
                 | irreversible=KW_IRREVERSIBLE text=string SEMICOLON )
  ;
// Names of targets come from the configuration, where no word is reserved; these are likely ones.
targetName : name | KW_ALL | KW_CHECK | KW_DEFAULT | KW_END | KW_ONLY | KW_PRIMARY | VALUE_WORD ;
revisionId : IDENTIFIER | DIGIT_WORD | INTEGER | DECIMAL | STRING | QUOTED_IDENTIFIER
    | KW_ACTION | KW_ADD | KW_AFTER | KW_ALLOW | KW_ALTER | KW_ALWAYS | KW_ASSERT | KW_AT |
      KW_AUTHOR | KW_AUTO | KW_BATCHES | KW_BECAUSE | KW_BEFORE | KW_BETWEEN | KW_BIT | KW_BRANCH |
      KW_BY | KW_BY_DIALECT | KW_CACHE | KW_CASCADE | KW_CHAR | KW_CHARACTER | KW_COMMENT |
      KW_COMMIT | KW_CONFLICT | KW_CREATED | KW_CYCLE | KW_DATA | KW_DAY | KW_DEFERRED |
      KW_DELETE | KW_DEPENDS | KW_DISABLE | KW_DOMAIN | KW_DOUBLE | KW_DOWNGRADE | KW_DROP |
      KW_ENABLE | KW_ENFORCED | KW_ENUM | KW_ESCAPE | KW_EXECUTE | KW_EXISTS | KW_EXPRESSION | KW_EXTENSION |
      KW_FILE | KW_FIRST | KW_FORCE | KW_FULL | KW_FUNCTION | KW_GENERATED | KW_HOUR |
      KW_IDENTITY | KW_IMMEDIATE | KW_INCLUDE | KW_INCREMENT | KW_INDEX | KW_INHERIT |
      KW_INHERITS | KW_INSERT | KW_INTERVAL | KW_IRREVERSIBLE | KW_KEY | KW_LAST | KW_LEVEL |
      KW_LOCK_TIMEOUT | KW_MATCH | KW_MATERIALIZED | KW_MAXVALUE | KW_MINUTE | KW_MINVALUE |
      KW_MONTH | KW_NO | KW_NONE | KW_NOTHING | KW_NULLS | KW_OF | KW_OFF | KW_OWNED | KW_PARTIAL |
      KW_PARTITION | KW_POLICY | KW_PRECISION | KW_PRESERVE | KW_PROCEDURE | KW_RENAME |
      KW_RENAMED | KW_REPLACE | KW_RESTART | KW_RESTRICT | KW_REVERSE | KW_REVISES | KW_REVISION |
      KW_REVOKE | KW_ROW | KW_ROWID | KW_ROWS | KW_SCHEMA | KW_SECOND | KW_SECURITY | KW_SEQUENCE |
      KW_SET | KW_SIMPLE | KW_START | KW_STATEMENT_TIMEOUT | KW_STATISTICS | KW_STORED |
      KW_STRICT | KW_TABLESPACE | KW_TARGETS | KW_TEMP | KW_TEMPORARY | KW_TIME | KW_TIMESTAMP |
      KW_TRANSACTION | KW_TRIGGER | KW_TYPE | KW_UNKNOWN | KW_UNLOGGED | KW_UPDATE | KW_UPGRADE |
      KW_VALID | KW_VALIDATE | KW_VALUE | KW_VALUES | KW_VARYING | KW_VERSION | KW_VIEW |
      KW_VIRTUAL | KW_WITHOUT | KW_YEAR | KW_ZONE ;

block : open=LBRACE statements+=statement* close=RBRACE ;

// ---- statements ---------------------------------------------------------------------------------
statement
  : KW_CREATE create=createTail SEMICOLON
  | KW_DROP drop=dropTail SEMICOLON
  | KW_ALTER alter=alterTail SEMICOLON
  | KW_COMMENT KW_ON comment=commentTail SEMICOLON
  | grant=( KW_GRANT | KW_REVOKE ) text=SQL_TEXT SEMICOLON
  | insert=insertRows SEMICOLON
  | update=updateRows SEMICOLON
  | erase=deleteRows SEMICOLON
  | sql=SQL_STATEMENT reverse=reverseClause? SEMICOLON
  | KW_EXECUTE execute=executeTail SEMICOLON
  | KW_ASSERT condition=expr KW_ELSE message=string SEMICOLON
  | KW_ON dialect=name body=block
  | SEMICOLON
  ;

createTail
  : ( orReplace=KW_OR KW_REPLACE )? code=createCode
  | unlogged=KW_UNLOGGED KW_TABLE table=createTable
  | temporary=( KW_TEMP | KW_TEMPORARY ) KW_TABLE table=createTable
  | KW_TABLE table=createTable
  | unique=KW_UNIQUE? KW_INDEX index=createIndex
  | KW_TYPE type=qualifiedName KW_AS KW_ENUM LPAREN ( values+=string ( COMMA values+=string )* )? RPAREN
  | KW_DOMAIN domain=createDomain
  | KW_SEQUENCE ine=ifNotExists? sequence=qualifiedName options+=sequenceOption*
  | KW_SCHEMA ine=ifNotExists? schema=name
  | KW_EXTENSION ine=ifNotExists? extension=name KW_WITH? extensionOptions+=extensionOption*
  | kind=( KW_POLICY | KW_STATISTICS ) ine=ifNotExists? object=qualifiedName text=SQL_TEXT
  ;
createCode
  : materialized=KW_MATERIALIZED? kind=KW_VIEW ine=ifNotExists? object=qualifiedName text=SQL_TEXT
  | kind=( KW_FUNCTION | KW_PROCEDURE ) object=qualifiedName text=SQL_TEXT
  | constraint=KW_CONSTRAINT? kind=KW_TRIGGER ine=ifNotExists? object=qualifiedName text=SQL_TEXT
  ;
extensionOption : KW_SCHEMA schema=name | KW_VERSION version=nameOrString | withDependencies=KW_CASCADE ;
ifNotExists : KW_IF KW_NOT KW_EXISTS ;
ifExists : KW_IF KW_EXISTS ;
dropBehavior : cascade=KW_CASCADE | KW_RESTRICT ;

// ---- tables -------------------------------------------------------------------------------------
createTable
  : ine=ifNotExists? table=qualifiedName ( KW_RENAMED KW_FROM renamed=qualifiedName )?
    ( elements=tableElements
    | KW_PARTITION KW_OF parent=qualifiedName elements=tableElements? ( bound=SQL_TEXT | defaultBound=KW_DEFAULT )
    )
    options+=tableOption*
  ;
tableElements : LPAREN ( elements+=tableElement ( COMMA elements+=tableElement )* )? RPAREN ;
tableElement
  : column=columnDefinition
  | constraint=tableConstraint
  | KW_LIKE like=qualifiedName likeOptions=SQL_TEXT?
  ;
tableOption
  : KW_PARTITION KW_BY strategy=partitionStrategy LPAREN keys+=indexKey ( COMMA keys+=indexKey )* RPAREN
  | KW_INHERITS LPAREN parents+=qualifiedName ( COMMA parents+=qualifiedName )* RPAREN
  | KW_WITH parameters=storageParameters
  | KW_WITHOUT without=( KW_ROWID | IDENTIFIER )
  | KW_TABLESPACE tablespace=name
  | KW_USING method=name
  | strict=KW_STRICT
  | KW_COMMENT comment=string
  | KW_ON KW_COMMIT commit=commitAction
  | COMMA
  ;
partitionStrategy : IDENTIFIER ;
commitAction : KW_PRESERVE KW_ROWS | KW_DELETE KW_ROWS | KW_DROP ;
storageParameters : LPAREN parameters+=storageParameter ( COMMA parameters+=storageParameter )* RPAREN ;
storageParameter : key=dottedName ( EQ value=parameterValue )? ;
parameterValue : MINUS? ( INTEGER | DECIMAL ) | name | string | KW_TRUE | KW_FALSE | KW_ON | KW_NULL ;

columnDefinition
  : column=name ( KW_RENAMED KW_FROM renamed=name )? type=typeName ( KW_COLLATE collation=qualifiedName )?
    options+=columnOption* ;
columnOption
  : KW_CONSTRAINT constraint=name
  | KW_NOT negated=( KW_NULL | KW_DEFERRABLE | KW_VALID | KW_ENFORCED )
  | null_=KW_NULL
  | KW_DEFAULT value=operatorExpr
  | primary=KW_PRIMARY KW_KEY
  | unique=KW_UNIQUE ( KW_NULLS nullsNot=KW_NOT? KW_DISTINCT )?
  | KW_CHECK LPAREN check=expr RPAREN
  | foreign=references
  | KW_GENERATED ( always=KW_ALWAYS | KW_BY KW_DEFAULT ) KW_AS generated=generatedTail
  | KW_COMMENT comment=string
  | attribute=constraintAttribute
  ;
generatedTail
  : identity=KW_IDENTITY options=identityOptions?
  | LPAREN expression=expr RPAREN kind=( KW_STORED | KW_VIRTUAL )?
  ;
identityOptions : LPAREN options+=sequenceOption* RPAREN ;
constraintAttribute
  : deferrable=KW_DEFERRABLE
  | KW_INITIALLY initially=( KW_DEFERRED | KW_IMMEDIATE )
  | KW_NO noInherit=KW_INHERIT
  ;
references : KW_REFERENCES table=qualifiedName columns=periodColumns? options+=referenceOption* ;
referenceOption
  : KW_MATCH matchKind=( KW_FULL | KW_PARTIAL | KW_SIMPLE )
  | KW_ON event=( KW_DELETE | KW_UPDATE ) action=referentialAction
  ;
referentialAction
  : KW_NO KW_ACTION
  | kind=( KW_RESTRICT | KW_CASCADE )
  | KW_SET kind=( KW_NULL | KW_DEFAULT ) columns=columnList?
  ;
tableConstraint : ( KW_CONSTRAINT constraint=name )? body=constraintBody suffixes+=constraintSuffix* ;
constraintBody
  : primary=KW_PRIMARY KW_KEY key=keyBody
  | unique=KW_UNIQUE ( KW_NULLS nullsNot=KW_NOT? KW_DISTINCT )? key=keyBody
  | KW_CHECK LPAREN check=expr RPAREN
  | KW_FOREIGN KW_KEY columns=periodColumns foreign=references
  | exclude=KW_EXCLUDE ( KW_USING method=name )?
    LPAREN keys+=excludeKey ( COMMA keys+=excludeKey )* RPAREN tails+=indexTail* ( KW_WHERE LPAREN where=expr RPAREN )?
  ;
keyBody : columns=keyColumns tails+=indexTail* | KW_USING KW_INDEX index=name ;
indexTail
  : KW_INCLUDE include=columnList
  | KW_WITH parameters=storageParameters
  | KW_USING KW_INDEX KW_TABLESPACE tablespace=name
  ;
constraintSuffix : KW_NOT negated=( KW_DEFERRABLE | KW_VALID | KW_ENFORCED ) | attribute=constraintAttribute ;
excludeKey : key=indexKey KW_WITH op=excludeOperator ;
excludeOperator
  : EQ | NE | LT | GT | LE | GE | PLUS | MINUS | STAR | SLASH | PERCENT | CARET | OPERATOR ;
// `overlaps` and `period` are words only here: `period` is the name before another.
keyColumns : LPAREN columns+=name ( COMMA columns+=name )* ( KW_WITHOUT overlaps=IDENTIFIER )? RPAREN ;
periodColumns : LPAREN columns+=periodColumn ( COMMA columns+=periodColumn )* RPAREN ;
periodColumn : first=name second=name? ;
columnList : LPAREN columns+=name ( COMMA columns+=name )* RPAREN ;

createIndex
  : concurrently=KW_CONCURRENTLY? ine=ifNotExists? index=qualifiedName? KW_ON only=KW_ONLY? table=qualifiedName
    ( KW_USING method=name )? LPAREN keys+=indexKey ( COMMA keys+=indexKey )* RPAREN
    ( KW_INCLUDE include=columnList )? ( KW_NULLS nullsNot=KW_NOT? nullsDistinct=KW_DISTINCT )?
    ( KW_WITH parameters=storageParameters )? ( KW_TABLESPACE tablespace=name )? ( KW_WHERE where=expr )?
  ;
indexKey
  : ( LPAREN expression=expr RPAREN | call=columnOrCall ) ( KW_COLLATE collation=qualifiedName )?
    ( opclass=operatorClass ( classOptions=storageParameters )? )?
    direction=( KW_ASC | KW_DESC )? ( KW_NULLS nulls=( KW_FIRST | KW_LAST ) )?
  ;
operatorClass : first=typeWord ( DOT second=name )? ;

// ---- changes ------------------------------------------------------------------------------------
alterTail
  : KW_TABLE ie=ifExists? only=KW_ONLY? table=qualifiedName STAR? change=tableChange
  | KW_INDEX ie=ifExists? index=qualifiedName KW_RENAME KW_TO newName=name
  | KW_TYPE type=qualifiedName typeChanged=typeChange
  | KW_SEQUENCE ie=ifExists? sequence=qualifiedName options+=sequenceOption+
  ;
tableChange : actions+=tableAction ( COMMA actions+=tableAction )* ;
tableAction
  : KW_ADD ( KW_COLUMN? ine=ifNotExists? definition=columnDefinition | added=tableConstraint )
  | KW_DROP ( KW_CONSTRAINT ie=ifExists? constraint=name | KW_COLUMN? ie=ifExists? column=name ) behavior=dropBehavior?
  | KW_RENAME ( KW_TO newTable=name | KW_CONSTRAINT constraint=name KW_TO newName=name
              | KW_COLUMN? column=name KW_TO newName=name )
  | KW_ALTER KW_COLUMN? column=name change=columnChange
  | KW_VALIDATE KW_CONSTRAINT constraint=name
  | KW_SET KW_SCHEMA schema=name
  | security=( KW_ENABLE | KW_DISABLE | KW_FORCE ) KW_ROW KW_LEVEL KW_SECURITY
  | KW_NO noForce=KW_FORCE KW_ROW KW_LEVEL KW_SECURITY
  | text=SQL_TEXT
  ;
columnChange
  : KW_SET set=setTail
  | KW_TYPE retype=typeTail
  | KW_DROP ( default_=KW_DEFAULT | KW_NOT KW_NULL | identity=KW_IDENTITY ie=ifExists? | expression=KW_EXPRESSION ie=ifExists? )
  | KW_ADD KW_GENERATED ( always=KW_ALWAYS | KW_BY KW_DEFAULT ) KW_AS KW_IDENTITY options=identityOptions?
  | KW_RESTART ( KW_WITH? restart=signedInteger )? changes+=identityChange*
  ;
setTail
  : KW_DATA KW_TYPE retype=typeTail
  | KW_DEFAULT value=expr
  | KW_NOT KW_NULL
  | KW_GENERATED ( always=KW_ALWAYS | KW_BY KW_DEFAULT ) changes+=identityChange*
  | option=sequenceOption changes+=identityChange*
  ;
identityChange
  : KW_SET ( generated=KW_GENERATED ( always=KW_ALWAYS | KW_BY KW_DEFAULT ) | option=sequenceOption )
  | KW_RESTART ( KW_WITH? restart=signedInteger )?
  ;
typeTail : type=typeName ( KW_COLLATE collation=qualifiedName )? ( KW_USING value=expr )? ;
typeChange
  : KW_ADD KW_VALUE ine=ifNotExists? value=string ( place=( KW_BEFORE | KW_AFTER ) neighbour=string )?
  | KW_RENAME ( KW_VALUE value=string KW_TO newValue=string | KW_TO newName=name )
  | KW_DROP KW_VALUE value=string ( KW_REPLACE KW_WITH newValue=string )?
  ;

dropTail
  : KW_TABLE ie=ifExists? names+=qualifiedName ( COMMA names+=qualifiedName )* behavior=dropBehavior?
  | index=KW_INDEX concurrently=KW_CONCURRENTLY? ie=ifExists? names+=qualifiedName ( COMMA names+=qualifiedName )*
    ( KW_ON table=qualifiedName )? behavior=dropBehavior?
  | kind=( KW_TYPE | KW_DOMAIN | KW_SEQUENCE | KW_SCHEMA | KW_EXTENSION | KW_VIEW | KW_STATISTICS ) ie=ifExists?
    names+=qualifiedName ( COMMA names+=qualifiedName )* behavior=dropBehavior?
  | materialized=KW_MATERIALIZED KW_VIEW ie=ifExists? names+=qualifiedName ( COMMA names+=qualifiedName )* behavior=dropBehavior?
  | kind=( KW_FUNCTION | KW_PROCEDURE ) ie=ifExists? names+=qualifiedName text=SQL_TEXT? behavior=dropBehavior?
  | kind=( KW_TRIGGER | KW_POLICY ) ie=ifExists? names+=qualifiedName ( KW_ON table=qualifiedName )? behavior=dropBehavior?
  ;

commentTail
  : ( kind=( KW_TABLE | KW_COLUMN | KW_INDEX | KW_TYPE | KW_DOMAIN | KW_SEQUENCE | KW_VIEW | KW_SCHEMA
           | KW_EXTENSION | KW_STATISTICS ) object=dottedName
    | materialized=KW_MATERIALIZED KW_VIEW object=dottedName
    | kind=( KW_CONSTRAINT | KW_TRIGGER | KW_POLICY ) part=name KW_ON object=dottedName
    | kind=( KW_FUNCTION | KW_PROCEDURE ) object=dottedName signature=SQL_TEXT?
    ) KW_IS ( text=string | KW_NULL )
  ;

createDomain
  : domain=qualifiedName KW_AS? type=typeName ( KW_COLLATE collation=qualifiedName )? options+=domainOption* ;
domainOption
  : KW_CONSTRAINT constraint=name
  | KW_DEFAULT value=operatorExpr
  | KW_NOT negated=KW_NULL
  | null_=KW_NULL
  | KW_CHECK LPAREN check=expr RPAREN
  ;

sequenceOption
  : KW_AS type=typeName
  | KW_START KW_WITH? number=signedInteger
  | KW_INCREMENT KW_BY? number=signedInteger
  | KW_MINVALUE number=signedInteger
  | KW_MAXVALUE number=signedInteger
  | KW_NO no=( KW_MINVALUE | KW_MAXVALUE | KW_CYCLE )
  | KW_CACHE number=signedInteger
  | cycle=KW_CYCLE
  | KW_OWNED KW_BY owner=dottedName
  | restart=KW_RESTART ( KW_WITH? number=signedInteger )?
  ;
signedInteger : ( PLUS | sign=MINUS )? digits=INTEGER ;

// ---- data ---------------------------------------------------------------------------------------
insertRows
  : KW_INSERT KW_INTO table=qualifiedName columns=columnList KW_VALUES rows+=valueRow ( COMMA rows+=valueRow )*
    ( KW_ON conflict=KW_CONFLICT KW_DO KW_NOTHING )? reverse=reverseClause? ;
valueRow : LPAREN values+=valueOrDefault ( COMMA values+=valueOrDefault )* RPAREN ;
valueOrDefault : KW_DEFAULT | given=expr ;
updateRows
  : KW_UPDATE table=qualifiedName KW_SET assignments+=assignment ( COMMA assignments+=assignment )*
    ( KW_WHERE where=expr )? batch=batches? reverse=reverseClause? ;
assignment : column=name EQ right=valueOrDefault ;
deleteRows
  : KW_DELETE KW_FROM table=qualifiedName ( KW_WHERE where=expr )? batch=batches? reverse=reverseClause? ;
batches : IN_BATCHES KW_BATCHES KW_OF size=INTEGER ;
reverseClause
  : KW_REVERSE ( nothing=KW_NOTHING | insert=insertRows | update=updateRows | delete_=deleteRows
               | sql=SQL_STATEMENT | KW_EXECUTE? body=dollarOrString ) ;

executeTail
  : ( body=dollarOrString | KW_FILE path=string | perDialectBody=perDialect )
    ( KW_REVERSE ( nothing=KW_NOTHING | undo=dollarOrString | KW_FILE undoPath=string | undoPerDialect=perDialect ) )?
    ( KW_AS effects=block )?
  ;
perDialect : LBRACE entries+=dialectText+ RBRACE ;
dialectText : dialect=name body=dollarOrString SEMICOLON ;
dollarOrString : DOLLAR_QUOTE | STRING | ESCAPE_STRING ;

// ---- types --------------------------------------------------------------------------------------
typeName : scalar=scalarType dimensions+=dimension* ;
dimension : LBRACKET INTEGER? RBRACKET | KW_ARRAY ;
scalarType
  : KW_DOUBLE KW_PRECISION?
  | character=( KW_CHARACTER | KW_CHAR ) varying=KW_VARYING? arguments=typeArguments?
  | bit=KW_BIT varying=KW_VARYING? arguments=typeArguments?
  | time=( KW_TIME | KW_TIMESTAMP ) arguments=typeArguments? ( zoned=( KW_WITH | KW_WITHOUT ) KW_TIME KW_ZONE )?
  | interval=KW_INTERVAL fields=intervalFields? arguments=typeArguments?
  | byDialect=KW_BY_DIALECT LPAREN arms+=typeArm ( COMMA arms+=typeArm )* RPAREN
  | first=typeWord ( DOT second=name )? arguments=typeArguments?
  ;
typeArm : dialect=name ARROW type=typeName ;
typeArguments : LPAREN arguments+=typeArgument ( COMMA arguments+=typeArgument )* RPAREN ;
typeArgument : MINUS? ( INTEGER | DECIMAL ) | name | STRING ;
intervalFields : intervalField ( KW_TO intervalField )? ;
intervalField : KW_YEAR | KW_MONTH | KW_DAY | KW_HOUR | KW_MINUTE | KW_SECOND ;

// ---- expressions, loosest first (PostgreSQL's manual, 4.1.6) -------------------------------------
expr : operands+=andExpr ( KW_OR operands+=andExpr )* ;
andExpr : operands+=notExpr ( KW_AND operands+=notExpr )* ;
notExpr : nots+=KW_NOT* operand=isExpr ;
isExpr : operand=comparison tests+=isTest* ;
isTest
  : KW_IS negated=KW_NOT? ( what=( KW_NULL | KW_TRUE | KW_FALSE | KW_UNKNOWN ) | KW_DISTINCT KW_FROM other=comparison )
  | isnull=KW_ISNULL
  | notnull=KW_NOTNULL
  ;
comparison : left=rangeExpr ( op=comparisonOperator ( list=quantified | right=rangeExpr ) )? ;
comparisonOperator : EQ | NE | LT | GT | LE | GE ;
quantified : quantifier=( KW_ANY | KW_SOME | KW_ALL ) LPAREN ( query=QUERY | array=expr ) RPAREN ;
rangeExpr : operand=operatorExpr ( negated=KW_NOT? tail=rangeTail )? ;
rangeTail
  : KW_IN LPAREN ( query=QUERY | values+=expr ( COMMA values+=expr )* ) RPAREN
  | like=( KW_LIKE | KW_ILIKE ) ( list=quantified | right=operatorExpr ( KW_ESCAPE escape=operatorExpr )? )
  | similar=KW_SIMILAR KW_TO right=operatorExpr ( KW_ESCAPE escape=operatorExpr )?
  | between=KW_BETWEEN symmetric=KW_SYMMETRIC? low=operatorExpr KW_AND high=operatorExpr
  ;
operatorExpr : prefix=OPERATOR? first=sum tails+=operatorTail* ;
operatorTail : op=OPERATOR ( list=quantified | right=sum ) ;
sum : operands+=product ( operators+=( PLUS | MINUS ) operands+=product )* ;
product : operands+=power ( operators+=( STAR | SLASH | PERCENT ) operands+=power )* ;
power : operands+=atZone ( CARET operands+=atZone )* ;
atZone : operands+=collated ( KW_AT KW_TIME KW_ZONE operands+=collated )* ;
collated : operand=signedExpr ( KW_COLLATE collations+=qualifiedName )* ;
signedExpr : signs+=( PLUS | MINUS )* operand=postfixed ;
postfixed : ( call=columnOrCall | value=atom ( DOT fields+=name )* ) suffixes+=suffix* ;
suffix
  : DOUBLE_COLON castType=scalarType
  | bracket=LBRACKET ( from=expr? ( slice=COLON to=expr? )? ) RBRACKET
  ;
columnOrCall
  : first=exprWord ( DOT ( parts+=name | star=STAR ) )*
    ( arguments=callArguments tails+=SQL_TEXT* | literal=string )? ;
callArguments
  : LPAREN ( star=STAR
           | distinct=KW_DISTINCT? first=expr rest+=callRest*
           | side=( KW_BOTH | KW_LEADING | KW_TRAILING ) first=expr? rest+=callRest*
           )? RPAREN ;
// Which functions take which words is looked at afterwards.
callRest : separator=( COMMA | KW_FROM | KW_FOR | KW_PLACING | POSITION_IN ) value=expr ;
atom
  : number=( INTEGER | DECIMAL )
  | text=string
  | bits=BIT_STRING
  | word=( KW_TRUE | KW_FALSE | KW_NULL )
  | valueWord=VALUE_WORD ( LPAREN precision=INTEGER? RPAREN )?
  | case_=KW_CASE operand=expr? whens+=whenThen+ ( KW_ELSE otherwise=expr )? KW_END
  | cast=KW_CAST LPAREN value=expr KW_AS type=typeName RPAREN
  | exists=KW_EXISTS LPAREN query=QUERY RPAREN
  | array=KW_ARRAY ( LBRACKET ( items+=expr ( COMMA items+=expr )* )? RBRACKET | LPAREN query=QUERY RPAREN )
  | row=KW_ROW LPAREN ( items+=expr ( COMMA items+=expr )* )? RPAREN
  | interval=KW_INTERVAL arguments=typeArguments? text=string fields=intervalFields?
  | byDialect=KW_BY_DIALECT LPAREN arms+=exprArm ( COMMA arms+=exprArm )* RPAREN
  | paren=LPAREN ( query=QUERY | items+=expr ( COMMA items+=expr )* ) RPAREN
  ;
whenThen : KW_WHEN condition=expr KW_THEN result=expr ;
exprArm : dialect=name ARROW value=expr ;

// ---- names --------------------------------------------------------------------------------------
string : STRING | ESCAPE_STRING | DOLLAR_QUOTE ;
nameOrString : name | STRING ;
qualifiedName : first=name ( DOT second=name )? ;
dottedName : parts+=name ( DOT parts+=name )* ;

// Every word of the language that PostgreSQL does not reserve is a name too. One flat list each: the
// generated parser tests one bit set. `if` and `exclude` become identifiers in the scanner.
name : IDENTIFIER | QUOTED_IDENTIFIER
    | KW_ACTION | KW_ADD | KW_AFTER | KW_ALLOW | KW_ALTER | KW_ALWAYS | KW_ASSERT | KW_AT |
      KW_AUTHOR | KW_AUTO | KW_BATCHES | KW_BECAUSE | KW_BEFORE | KW_BETWEEN | KW_BIT | KW_BRANCH |
      KW_BY | KW_BY_DIALECT | KW_CACHE | KW_CASCADE | KW_CHAR | KW_CHARACTER | KW_COMMENT |
      KW_COMMIT | KW_CONFLICT | KW_CREATED | KW_CYCLE | KW_DATA | KW_DAY | KW_DEFERRED |
      KW_DELETE | KW_DEPENDS | KW_DISABLE | KW_DOMAIN | KW_DOUBLE | KW_DOWNGRADE | KW_DROP |
      KW_ENABLE | KW_ENFORCED | KW_ENUM | KW_ESCAPE | KW_EXECUTE | KW_EXISTS | KW_EXPRESSION | KW_EXTENSION |
      KW_FILE | KW_FIRST | KW_FORCE | KW_FULL | KW_FUNCTION | KW_GENERATED | KW_HOUR |
      KW_IDENTITY | KW_IMMEDIATE | KW_INCLUDE | KW_INCREMENT | KW_INDEX | KW_INHERIT |
      KW_INHERITS | KW_INSERT | KW_INTERVAL | KW_IRREVERSIBLE | KW_KEY | KW_LAST | KW_LEVEL |
      KW_LOCK_TIMEOUT | KW_MATCH | KW_MATERIALIZED | KW_MAXVALUE | KW_MINUTE | KW_MINVALUE |
      KW_MONTH | KW_NO | KW_NONE | KW_NOTHING | KW_NULLS | KW_OF | KW_OFF | KW_OWNED | KW_PARTIAL |
      KW_PARTITION | KW_POLICY | KW_PRECISION | KW_PRESERVE | KW_PROCEDURE | KW_RENAME |
      KW_RENAMED | KW_REPLACE | KW_RESTART | KW_RESTRICT | KW_REVERSE | KW_REVISES | KW_REVISION |
      KW_REVOKE | KW_ROW | KW_ROWID | KW_ROWS | KW_SCHEMA | KW_SECOND | KW_SECURITY | KW_SEQUENCE |
      KW_SET | KW_SIMPLE | KW_START | KW_STATEMENT_TIMEOUT | KW_STATISTICS | KW_STORED |
      KW_STRICT | KW_TABLESPACE | KW_TARGETS | KW_TEMP | KW_TEMPORARY | KW_TIME | KW_TIMESTAMP |
      KW_TRANSACTION | KW_TRIGGER | KW_TYPE | KW_UNKNOWN | KW_UNLOGGED | KW_UPDATE | KW_UPGRADE |
      KW_VALID | KW_VALIDATE | KW_VALUE | KW_VALUES | KW_VARYING | KW_VERSION | KW_VIEW |
      KW_VIRTUAL | KW_WITHOUT | KW_YEAR | KW_ZONE ;
typeWord : IDENTIFIER | QUOTED_IDENTIFIER
    | KW_ACTION | KW_ADD | KW_AFTER | KW_ALLOW | KW_ALTER | KW_ALWAYS | KW_ASSERT | KW_AT |
      KW_AUTHOR | KW_AUTO | KW_BATCHES | KW_BECAUSE | KW_BEFORE | KW_BETWEEN | KW_BRANCH | KW_BY |
      KW_CACHE | KW_CASCADE | KW_COMMENT | KW_COMMIT | KW_CONFLICT | KW_CREATED | KW_CYCLE |
      KW_DATA | KW_DAY | KW_DEFERRED | KW_DELETE | KW_DEPENDS | KW_DISABLE | KW_DOMAIN |
      KW_DOWNGRADE | KW_DROP | KW_ENABLE | KW_ENFORCED | KW_ENUM | KW_ESCAPE | KW_EXECUTE | KW_EXISTS |
      KW_EXPRESSION | KW_EXTENSION | KW_FILE | KW_FIRST | KW_FORCE | KW_FULL | KW_FUNCTION |
      KW_GENERATED | KW_HOUR | KW_IDENTITY | KW_IMMEDIATE | KW_INCLUDE | KW_INCREMENT | KW_INDEX |
      KW_INHERIT | KW_INHERITS | KW_INSERT | KW_IRREVERSIBLE | KW_KEY | KW_LAST | KW_LEVEL |
      KW_LOCK_TIMEOUT | KW_MATCH | KW_MATERIALIZED | KW_MAXVALUE | KW_MINUTE | KW_MINVALUE |
      KW_MONTH | KW_NO | KW_NONE | KW_NOTHING | KW_OF | KW_OFF | KW_OWNED | KW_PARTIAL |
      KW_PARTITION | KW_POLICY | KW_PRECISION | KW_PRESERVE | KW_PROCEDURE | KW_RENAME |
      KW_REPLACE | KW_RESTART | KW_RESTRICT | KW_REVERSE | KW_REVISES | KW_REVISION | KW_REVOKE |
      KW_ROW | KW_ROWID | KW_ROWS | KW_SCHEMA | KW_SECOND | KW_SECURITY | KW_SEQUENCE | KW_SET |
      KW_SIMPLE | KW_START | KW_STATEMENT_TIMEOUT | KW_STATISTICS | KW_STORED | KW_STRICT |
      KW_TABLESPACE | KW_TARGETS | KW_TEMP | KW_TEMPORARY | KW_TRANSACTION | KW_TRIGGER | KW_TYPE |
      KW_UNKNOWN | KW_UNLOGGED | KW_UPDATE | KW_UPGRADE | KW_VALID | KW_VALIDATE | KW_VALUE |
      KW_VALUES | KW_VARYING | KW_VERSION | KW_VIEW | KW_VIRTUAL | KW_WITHOUT | KW_YEAR | KW_ZONE ;
exprWord : IDENTIFIER | QUOTED_IDENTIFIER
    | KW_ACTION | KW_ADD | KW_AFTER | KW_ALLOW | KW_ALTER | KW_ALWAYS | KW_ASSERT | KW_AT |
      KW_AUTHOR | KW_AUTO | KW_BATCHES | KW_BECAUSE | KW_BEFORE | KW_BETWEEN | KW_BIT | KW_BRANCH |
      KW_BY | KW_CACHE | KW_CASCADE | KW_CHAR | KW_CHARACTER | KW_COMMENT | KW_COMMIT |
      KW_CONFLICT | KW_CREATED | KW_CYCLE | KW_DATA | KW_DAY | KW_DEFERRED | KW_DELETE |
      KW_DEPENDS | KW_DISABLE | KW_DOMAIN | KW_DOUBLE | KW_DOWNGRADE | KW_DROP | KW_ENABLE |
      KW_ENFORCED | KW_ENUM | KW_ESCAPE | KW_EXECUTE | KW_EXPRESSION | KW_EXTENSION | KW_FILE | KW_FIRST |
      KW_FORCE | KW_FULL | KW_FUNCTION | KW_GENERATED | KW_HOUR | KW_IDENTITY | KW_IMMEDIATE |
      KW_INCLUDE | KW_INCREMENT | KW_INDEX | KW_INHERIT | KW_INHERITS | KW_INSERT |
      KW_IRREVERSIBLE | KW_KEY | KW_LAST | KW_LEVEL | KW_LOCK_TIMEOUT | KW_MATCH |
      KW_MATERIALIZED | KW_MAXVALUE | KW_MINUTE | KW_MINVALUE | KW_MONTH | KW_NO | KW_NONE |
      KW_NOTHING | KW_NULLS | KW_OF | KW_OFF | KW_OWNED | KW_PARTIAL | KW_PARTITION | KW_POLICY |
      KW_PRECISION | KW_PRESERVE | KW_PROCEDURE | KW_RENAME | KW_RENAMED | KW_REPLACE |
      KW_RESTART | KW_RESTRICT | KW_REVERSE | KW_REVISES | KW_REVISION | KW_REVOKE | KW_ROWID |
      KW_ROWS | KW_SCHEMA | KW_SECOND | KW_SECURITY | KW_SEQUENCE | KW_SET | KW_SIMPLE | KW_START |
      KW_STATEMENT_TIMEOUT | KW_STATISTICS | KW_STORED | KW_STRICT | KW_TABLESPACE | KW_TARGETS |
      KW_TEMP | KW_TEMPORARY | KW_TIME | KW_TIMESTAMP | KW_TRANSACTION | KW_TRIGGER | KW_TYPE |
      KW_UNKNOWN | KW_UNLOGGED | KW_UPDATE | KW_UPGRADE | KW_VALID | KW_VALIDATE | KW_VALUE |
      KW_VALUES | KW_VARYING | KW_VERSION | KW_VIEW | KW_VIRTUAL | KW_WITHOUT | KW_YEAR | KW_ZONE ;
