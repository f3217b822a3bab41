using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

public sealed class CapsTests
{
    [Theory]
    [InlineData("src/A/File.cs", Caps.FileLines)]
    [InlineData("src/A/Program.cs", Caps.ProgramLines)]
    public void LongFiles_OneLineOverTheCap_IsFound(string path, int cap)
    {
        Assert.Empty(Caps.LongFiles(Tree.Of(Lines(cap), path)));
        Assert.Equal([$"{cap + 1}: {cap + 1} lines, {cap} are the cap"], Caps.LongFiles(Tree.Of(Lines(cap + 1), path)).Told());
    }

    [Fact]
    public void LongMethods_OneLineOverTheCap_IsFound()
    {
        Assert.Empty(Caps.LongMethods(Tree.Of("class C\n{\nvoid M()\n{\n" + Lines(Caps.MethodLines - 3) + "}\n}\n")));
        var found = Caps.LongMethods(Tree.Of("class C\n{\nvoid M()\n{\n" + Lines(Caps.MethodLines - 2) + "}\n}\n"));
        Assert.Equal(["3: M has 71 lines, 70 are the cap"], found.Told());
    }

    [Theory]
    [InlineData("class C { void M(int a, int b, int c, int d, int e, int f, int g) { } }", 0)]
    [InlineData("class C { void M(int a, int b, int c, int d, int e, int f, int g, int h) { } }", 1)]
    [InlineData("class C(int a, int b, int c, int d, int e, int f, int g, int h);", 1)]
    [InlineData("record C(int a, int b, int c, int d, int e, int f, int g, int h);", 0)]
    public void LongParameterLists_EightParameters_AreFound(string source, int found) =>
        Assert.Equal(found, Caps.LongParameterLists(Tree.Of(source)).Count());

    [Theory]
    [InlineData("class A { }", false)]
    [InlineData("class A { BODY } class B { }\nenum C { BODY }", false)]
    [InlineData("class A { BODY } class A<T> { BODY }", false)]
    [InlineData("class A { class B { BODY } class C { BODY } class D; class E; }", false)]
    [InlineData("class A { BODY } class B { BODY }", true)]
    [InlineData("class A; class B; class C; class D;", true)]
    public void CrowdedFiles_OverTheShare_AreListed(string source, bool crowded)
    {
        var file = Tree.Of(source.Replace("BODY", Lines(Caps.CompanionLines), StringComparison.Ordinal));
        var tidy = Enumerable.Range(0, 19).SelectMany(_ => Tree.Of("class A;")).ToArray();
        Assert.Equal(crowded, Caps.CrowdedFiles([.. tidy[1..], .. file]).Any());
        Assert.Empty(Caps.CrowdedFiles([.. tidy, .. file]));
    }

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("//\n", count));
}
