namespace AutoValley.Tidy.Tests.Scanning;

public sealed class OutlineTests
{
    [Theory]
    [InlineData("void A() { }", "A", 0)]
    [InlineData("int A(int b, string c = \",\") => b;", "A", 2)]
    [InlineData("[Some(1, 2)] public (int, int) A((int, int) b, Dictionary<int, int> c) { }", "A", 2)]
    [InlineData("T A<T, U>(T b, U c) where T : class, new() { }", "A", 2)]
    [InlineData("C(int a, int b, int c) : base(a, b) { }", "C", 3)]
    [InlineData("abstract void A(int b);", "A", 1)]
    [InlineData("public static bool operator ==(C a, C b) => a.Equals(b);", "operator", 2)]
    [InlineData("int A => b switch { 1 => 2, _ => 3 };", "A", 0)]
    [InlineData("int A { get { return 1; } set { } } = 3;", "A", 0)]
    [InlineData("int this[int a] { get => a; }", "this", 0)]
    public void Members_OfOneInAClass_AreNamedAndCounted(string source, string name, int parameters)
    {
        var member = Assert.Single(Read($"sealed class C\n{{\n{source}\n}}").Members);
        Assert.Equal((name, parameters, 3, 3), (member.Name, member.ParameterCount, member.Line, member.LastLine));
    }

    [Theory]
    [InlineData("int a;")]
    [InlineData("Func<int, int> a = b => b + 1;")]
    [InlineData("int[] a = { 1, 2 };")]
    [InlineData("Dictionary<int, int> a = new() { [1] = 2 };")]
    [InlineData("event Action? A;")]
    public void Members_OfAField_AreNone(string source) => Assert.Empty(Read($"class C {{ {source} }}").Members);

    [Fact]
    public void Members_AfterAnInitialiser_AreStillFound()
    {
        var outline = Read("class C { int[] a = { 1 }; int P { get; } = new() { A = { 1 } }; void M() { if (a) { } } }");
        Assert.Equal(["P", "M"], outline.Members.Select(member => member.Name));
    }

    [Fact]
    public void Members_OfALongMethod_SpanItsLines()
    {
        var member = Assert.Single(Read("class C\n{\n    [A]\n    void M(\n        int a)\n    {\n        b = c switch { _ => 1 };\n    }\n}").Members);
        Assert.Equal((4, 8), (member.Line, member.LastLine));
    }

    [Fact]
    public void Types_OfAFile_AreListedWithWhatTheySay()
    {
        var types = Read("namespace N;\npublic sealed record A(int B, int C) : D(B), IE;\nenum F { G }\nstatic class H\n{ class I : J<K> { } }\n").Types;
        Assert.Equal(["A", "F", "I", "H"], types.Select(type => type.Name));
        Assert.Equal([true, true, false, true], types.Select(type => type.IsTopLevel));
        Assert.Equal(["record", "enum", "class", "class"], types.Select(type => type.Kind));
        Assert.Equal(2, types[0].ParameterCount);
        Assert.Contains("J", types[2].Bases);
        Assert.Contains("D", types[0].Bases);
        Assert.True(types[0].Is("sealed"));
    }

    [Fact]
    public void Types_OfTopLevelStatements_AreNone()
    {
        var outline = Read("var a = new B { C = 1 };\nif (a.C == 1)\n{\n    await a.D();\n}\nreturn 0;\n");
        Assert.Empty(outline.Types);
        Assert.Empty(outline.Members);
    }

    [Theory]
    [InlineData("class C { ")]
    [InlineData("class C { } }")]
    public void Of_BracesThatDoNotBalance_Throws(string source) => Assert.Throws<FormatException>(() => Read(source));

    private static Outline Read(string source) => Outline.Of(new CSharpFile("C.cs", source));
}
