namespace AutoValley.Tidy.Tests.Rules;

public sealed class DeclarationsTests
{
    [Theory]
    [InlineData("public class A { }", 1)]
    [InlineData("public record A(int B);", 1)]
    [InlineData("sealed class A { class B { } }", 1)]
    [InlineData("class A; sealed class B : A;", 0)]
    [InlineData("class A<T>; sealed class B : A<int>;", 0)]
    [InlineData("sealed class A; abstract class B; static class C; struct D; record struct E; interface F; enum G { }", 0)]
    [InlineData("sealed partial class A { } partial class A { }", 0)]
    [InlineData("sealed class A { } namespace N { class A { } }", 1)]
    public void Unsealed_OpenClass_IsFoundUnlessDerivedFrom(string source, int found) =>
        Assert.Equal(found, Declarations.Unsealed(Tree.Of(source)).Count());

    [Theory]
    [InlineData("static partial class A { void B() { } }", 1)]
    [InlineData("static partial class A { [LoggerMessage(1, LogLevel.Debug, \"b\")] static partial void B(); }", 0)]
    [InlineData("static partial class A { [GeneratedRegex(\"b\")] static partial Regex B(); }", 0)]
    public void Partial_WithoutGenerator_IsFound(string source, int found) =>
        Assert.Equal(found, Declarations.Partial(Tree.Of(source)).Count());
}
