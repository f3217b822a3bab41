namespace AutoValley.Tidy.Tests.Scanning;

public sealed class CSharpCodeTests
{
    [Theory]
    [InlineData("a // b", "a     ")]
    [InlineData("a /* b\n} */ c", "a     \n     c")]
    [InlineData("""x = "a{b\"}";""", "x =         ;")]
    [InlineData("""x = @"a\";y""", "x =      ;y")]
    [InlineData("x = @\"a\"\"b\";", "x =        ;")]
    [InlineData("x = @\"\"\"\";y", "x =      ;y")]
    [InlineData("x = \"\"; // \"", "x =   ;     ")]
    [InlineData("c = '\"'; d = '\\'';", "c =    ; d =     ;")]
    [InlineData("""$"a {b.C} d";""", "     b.C    ;")]
    [InlineData("""$"{a:0.0'x'} {(b ? "c" : 'd')}";""", "   a          (b ?     :    )  ;")]
    [InlineData("""$"{{a}}" + b""", "        "+ " + b")]
    [InlineData("""$"{x switch { 1 => "}", _ => y }}";""", "   x switch { 1 =>    , _ => y }  ;")]
    [InlineData("\"\"\"\n { \"quoted\" \n\"\"\";", "   \n            \n   ;")]
    [InlineData("$$\"\"\"{a} {{b}}\"\"\";", "           b     ;")]
    [InlineData("#if A's\nb", "       \nb")]
    [InlineData("@class.a", "@class.a")]
    public void Of_Text_BlanksWhatIsNoCode(string text, string code) => Assert.Equal(code, CSharpCode.Of(text));

    [Theory]
    [InlineData("x = \"open")]
    [InlineData("$\"{open")]
    [InlineData("/* open")]
    [InlineData("\"\"\" open \"\"")]
    [InlineData("'")]
    public void Of_TextCutShort_Ends(string text) => Assert.Equal(text.Length, CSharpCode.Of(text).Length);
}
