using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

public sealed class MachineTests
{
    [Theory]
    [InlineData("see /wo" + "rk/main/README.md")]
    [InlineData("\"https://api.nu" + "get.org/v3/index.json\"")]
    [InlineData("https://registry.npm" + "js.org/svelte")]
    public void TracesIn_Text_AreFound(string text) => Assert.Single(Machine.TracesIn([new TextFile("a.json", text)]));

    [Fact]
    public void TracesIn_OrdinaryText_AreNone() => Assert.Empty(Machine.TracesIn([new TextFile("a.md", "a network/path, docker/root")]));
}
