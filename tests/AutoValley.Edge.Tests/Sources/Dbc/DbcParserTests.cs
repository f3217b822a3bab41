using System.Text;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Tests.Sources.Dbc;

public sealed class DbcParserTests
{
    private const string Small = """
        VERSION "1"
        NS_ :
            CM_
            BA_
        BS_:
        BU_: A B
        BO_ 100 Engine: 8 A
         SG_ Speed : 0|16@1+ (0.1,-40) [0|100] "km/h" B,A
         SG_ Gear : 23|4@0- (1,0) [0|0] "" B

        """;

    [Fact]
    public void Parse_SmallFile_ReadsEveryField()
    {
        var message = Assert.Single(DbcFile.Parse("a.dbc", Small).Messages);
        Assert.Equal((100u, false, "Engine", 8, 7), (message.Id, message.IsExtended, message.Name, message.Length, message.Line));
        var (speed, gear) = (message.Signals[0], message.Signals[1]);
        Assert.Equal(("Speed", 8, 0, 16, false, false, "km/h"), (speed.Name, speed.Line, speed.StartBit, speed.Length, speed.IsBigEndian, speed.IsSigned, speed.Unit));
        Assert.Equal((0.1, null, -40.0, -40L), (speed.Factor.Value, speed.Factor.Integer, speed.Offset.Value, speed.Offset.Integer));
        Assert.Equal((0.0, 100.0), (speed.Minimum.Value, speed.Maximum.Value));
        Assert.Equal(("Gear", true, true, 3), (gear.Name, gear.IsBigEndian, gear.IsSigned, gear.EndByte));
    }

    [Fact]
    public void Parse_StatementsInAnyOrder_AreJoined()
    {
        var text = """
            CM_ SG_ 100 Speed "of the \"car\"
            on the road";
            VAL_ 100 Gear 0 "Park" -1 "Reverse" ;
            SIG_VALTYPE_ 100 Ratio : 1;
            BA_ "SystemSignalLongSymbol" SG_ 100 Gear "GearOfTheGearboxThatHasAVeryLongName";
            BA_ "SystemMessageLongSymbol" BO_ 100 "EngineWithAVeryLongName_OfMoreThan32";

            """ + Small + " SG_ Ratio : 24|32@1- (1,0) [0|0] \"\" Vector__XXX";
        var message = Assert.Single(DbcFile.Parse("a.dbc", text).Messages);
        Assert.Equal("EngineWithAVeryLongName_OfMoreThan32", message.Name);
        Assert.Equal(["Speed", "GearOfTheGearboxThatHasAVeryLongName", "Ratio"], message.Signals.Select(signal => signal.Name));
        Assert.Equal("of the \"car\"\non the road", message.Signals[0].Comment.ReplaceLineEndings("\n"));
        Assert.Equal(["0=Park", "-1=Reverse"], message.Signals[1].ValueNames.Select(value => $"{value.Value.Integer}={value.Name}"));
        Assert.Equal([false, false, true], message.Signals.Select(signal => signal.IsFloat));
    }

    [Theory]
    [InlineData("")]
    [InlineData("VERSION \"\"\nNS_ :\n")]
    [InlineData("BS_: 500000 : 1,2\nBU_:\n// a comment\nBO_ 1 M: 0 X")]
    [InlineData("BO_ 1 M: 1 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"\"\nSIG_VALTYPE_ 2 s 1;")]
    [InlineData("EV_ E: 0 [0|0] \"\" 0 2 DUMMY_NODE_VECTOR0 X;\nVAL_ E 1 \"a\" ;\nSIG_GROUP_ 1 G 1 : a b;\nBO_TX_BU_ 1 : A,B;")]
    [InlineData("BA_DEF_REL_ BU_SG_REL_ \"x\" STRING ;\nBA_REL_ \"x\" BU_SG_REL_ N SG_ 1 s \"v\";\nBA_DEF_ \"y\" INT 0 1;\nBA_DEF_DEF_ \"y\" 0;")]
    [InlineData("CM_ \"bus\";\nCM_ BU_ N \"node\";\nCM_ BO_ 1 \"m\";\nCM_ EV_ E \"e\";\nVAL_TABLE_ T 1 \"a\" 0 \"b\" ;")]
    [InlineData("BO_ 3221225472 VECTOR__INDEPENDENT_SIG_MSG: 0 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"\" X")]
    public void Parse_WhatDecodingDoesNotNeed_IsPassedOver(string text) => DbcFile.Parse("a.dbc", text);

    [Theory]
    [InlineData("BO_ 2048 M: 8 X", 1, "the standard id 0x800 of message 'M' has more than 11 bits")]
    [InlineData("\nBO_ 3758096384 M: 8 X", 2, "the extended id 0x60000000 of message 'M' has more than 29 bits")]
    [InlineData("BO_ 4294967296 M: 8 X", 1, "a message id of 32 bits expected, found the number 4294967296")]
    [InlineData("BO_ 1 2M: 8 X", 1, "a message name expected, found the number 2: a name cannot begin with a digit")]
    [InlineData("BO_ 1 M: 70000 X", 1, "a message length, 0 to 65535, expected, found the number 70000")]
    [InlineData("BO_ 1 M 8 X", 1, "':' expected, found the number 8")]
    [InlineData("BO_ 1 M: 8 X\n SG_ s : 0|0@1+ (1,0) [0|0] \"\" X", 2, "a signal length, 1 to 64, expected, found the number 0")]
    [InlineData("BO_ 1 M: 8 X\n SG_ s : 0|65@1+ (1,0) [0|0] \"\" X", 2, "a signal length, 1 to 64, expected, found the number 65")]
    [InlineData("BO_ 1 M: 8 X\n SG_ s : 0|8@2+ (1,0) [0|0] \"\" X", 2, "a byte order, 0 to 1, expected, found the number 2")]
    [InlineData("BO_ 1 M: 8 X\n SG_ s : 0|8@1 (1,0) [0|0] \"\" X", 2, "'+' expected, found '('")]
    [InlineData("BO_ 1 M: 8 X\n SG_ s : 0|8@1+ (1e999,0) [0|0] \"\" X", 2, "a factor, a number, expected, found the number 1e999")]
    [InlineData("BO_ 1 M: 8 X\n SG_ s n1 : 0|8@1+ (1,0) [0|0] \"\" X", 2, "M, mN or mNM expected, found 'n1'")]
    [InlineData("BO_ 1 M: 8 X\n SG_ s m1 : 0|8@1+ (1,0) [0|0] \"\" X", 2, "message 'M' does not say of which multiplexer 1 chooses 's'")]
    [InlineData("BO_ 1 M: 8 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"\" X\n SG_ s : 8|8@1+ (1,0) [0|0] \"\" X", 3, "the signal 's' comes twice in message 'M'")]
    [InlineData("BO_ 1 M: 8 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"\" X\nSIG_VALTYPE_ 1 s : 1;", 2, "the float signal 's' has 8 bits, not 16, 32 or 64")]
    [InlineData("BO_ 1 M: 8 X\n SG_ a M : 0|8@1+ (1,0) [0|0] \"\" X\n SG_ s m0 : 8|8@1+ (1,0) [0|0] \"\" X\nSG_MUL_VAL_ 1 s b 0-0;", 4, "message 'M' has no multiplexer 'b'")]
    [InlineData("BO_ 1 M: 8 X\n SG_ a m0M : 0|8@1+ (1,0) [0|0] \"\" X\n SG_ b m0M : 8|8@1+ (1,0) [0|0] \"\" X\nSG_MUL_VAL_ 1 a b 0-0;\nSG_MUL_VAL_ 1 b a 0-0;", 2, "the multiplexer 'a' depends on too many others, or on itself")]
    [InlineData("SG_MUL_VAL_ 1 s a 5-3;", 1, "the multiplexer range 5-3 is empty")]
    [InlineData("SG_MUL_VAL_ 1 s a 1-2;\nSG_MUL_VAL_ 1 s b 1-2;", 2, "the signal already has the multiplexer 'a'")]
    [InlineData("SIG_VALTYPE_ 1 s : 4;", 1, "a value type, 0 to 3, expected, found the number 4")]
    [InlineData("VAL_ 1 s 0 ;", 1, "a value's name in quotes expected, found ';'")]
    [InlineData("SG_ s : 0|8@1+ (1,0) [0|0] \"\" X", 1, "'SG_' cannot begin a statement here")]
    [InlineData("\n\nhello", 3, "a statement expected, found 'hello'")]
    [InlineData("VERSION \"\n\n", 1, "a text has no closing quote")]
    [InlineData("BU_: A\n§", 2, "unexpected character '§'")]
    [InlineData("BA_DEF_ \"x\" INT 0 1\nVAL_ 1 s ;", 1, "a statement has no ';' before 'VAL_'")]
    [InlineData("BA_ \"x\" 1", 1, "a statement has no ';' before the end of the file")]
    [InlineData("BA_DEF_ BO_ \"VFrameFormat\" INT 0 3;", 1, "VFrameFormat has to be an ENUM that names the frame formats, found 'INT'")]
    public void Parse_BrokenRule_NamesFileLineAndRule(string text, int line, string reason)
    {
        var exception = Assert.Throws<DbcException>(() => DbcFile.Parse("a.dbc", text));
        Assert.Equal(("a.dbc", line, reason), (exception.File, exception.Line, exception.Reason));
        Assert.Equal($"a.dbc:{line}: {reason}", exception.Message);
    }

    [Fact]
    public void Parse_NameAtTheLimit_OneMoreIsRefused()
    {
        var name = new string('n', 128);
        Assert.Equal(name, DbcFile.Parse("a.dbc", $"BO_ 1 {name}: 8 X").Messages[0].Name);
        Assert.Throws<DbcException>(() => DbcFile.Parse("a.dbc", $"BO_ 1 {name}n: 8 X"));
    }

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void Parse_MultiplexersOneAfterAnother_AreBounded(int depth, bool isAccepted)
    {
        var signals = Enumerable.Range(0, depth).Select(level => $" SG_ s{level} {(level == 0 ? "M" : "m0M")} : {level}|1@1+ (1,0) [0|0] \"\" X\n");
        var values = Enumerable.Range(1, depth - 1).Select(level => $"SG_MUL_VAL_ 1 s{level} s{level - 1} 0-0;\n");
        AssertBounded($"BO_ 1 M: 8 X\n{string.Concat(signals)}{string.Concat(values)}", isAccepted);
    }

    [Theory]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public void Parse_SignalsOfAMessage_AreBounded(int count, bool isAccepted) =>
        AssertBounded("BO_ 1 M: 8 X\n" + string.Concat(Enumerable.Range(0, count).Select(number => $" SG_ s{number} : 0|8@1+ (1,0) [0|0] \"\" X\n")), isAccepted);

    [Theory]
    [InlineData(8191, true)]
    [InlineData(8192, false)]
    public void Parse_MultiplexerRangesOfAMessage_AreBounded(int count, bool isAccepted)
    {
        var ranges = string.Join(", ", Enumerable.Range(0, count).Select(number => $"{number * 2}-{number * 2}"));
        AssertBounded($"BO_ 1 M: 8 X\n SG_ a M : 0|8@1+ (1,0) [0|0] \"\" X\n SG_ s m0 : 8|8@1+ (1,0) [0|0] \"\" X\nSG_MUL_VAL_ 1 s a {ranges};", isAccepted);
    }

    [Fact]
    public void Parse_DamagedText_GivesTheTypedErrorOrAResult()
    {
        var random = new Random(7);
        var source = Small + "SG_MUL_VAL_ 100 Gear Speed 1-2, 3-4;\nVAL_ 100 Gear 1 \"x\" ;\nCM_ SG_ 100 Gear \"c\";\nBA_ \"x\" BO_ 100 1;\n";
        const string alphabet = "0123456789:;,|@()[]+-\"\\ \nMm_BOSGxé";
        for (var round = 0; round < 20_000; round++)
        {
            var text = new StringBuilder(source);
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                var at = random.Next(text.Length);
                if (random.Next(3) == 0)
                    text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                else
                    text.Insert(at, alphabet[random.Next(alphabet.Length)]);
            }
            try
            {
                Assert.All(DbcFile.Parse("a.dbc", text.ToString()).Messages, message => Assert.NotNull(new MessageDecoder(message)));
            }
            catch (DbcException exception)
            {
                Assert.InRange(exception.Line, 1, text.ToString().Split('\n').Length);
            }
        }
    }

    private static void AssertBounded(string text, bool isAccepted)
    {
        if (isAccepted)
            Assert.NotNull(new MessageDecoder(DbcFile.Parse("a.dbc", text).Messages[0]));
        else
            Assert.Throws<DbcException>(() => DbcFile.Parse("a.dbc", text));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("windows-1252")]
    public void Load_EitherEncoding_ReadsTheUnit(string encoding)
    {
        var path = Path.GetTempFileName();
        try
        {
            var text = "BO_ 1 M: 1 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"°C\" X\nCM_ SG_ 1 s \"5 €\";";
            File.WriteAllBytes(path, (encoding == "utf-8" ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(1252)!).GetBytes(text));
            var signal = DbcFile.Load(path).Messages[0].Signals[0];
            Assert.Equal(("°C", "5 €"), (signal.Unit, signal.Comment));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Load_NoSuchFile_NamesIt()
    {
        var path = Path.Combine(Path.GetTempPath(), "no-such-file.dbc");
        Assert.StartsWith($"{path}: ", Assert.Throws<SourceException>(() => DbcFile.Load(path)).Message, StringComparison.Ordinal);
    }
}
