using System.Text.RegularExpressions;
using AutoValley.Testing;

namespace AutoValley.Tidy.Tests.Contracts;

/// <summary>What a comment above an rpc has to tell, for somebody who writes a client by it alone.</summary>
public sealed partial class RpcCommentsTests
{
    private static readonly string[] Topics = ["ordering", "limits", "slow reader", "status"];

    [Fact]
    public void Rpc_EachComment_TellsOrderingLimitsSlowReaderAndStatus()
    {
        var files = Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "protos"), "*.proto", SearchOption.AllDirectories);
        var silent = files.SelectMany(file => SilentIn(File.ReadAllText(file))).ToArray();
        Assert.Empty(silent);
        Assert.InRange(files.Sum(file => Rpc().Count(File.ReadAllText(file))), 20, 200);
    }

    [Fact]
    public void Rpc_WithoutATopic_IsFound() =>
        Assert.Equal(["Get: slow reader", "Get: status"], SilentIn("service S {\n  // Ordering: none. Limits: none.\n  rpc Get(A) returns (B);\n}"));

    private static IEnumerable<string> SilentIn(string proto) =>
        from Match rpc in Rpc().Matches(proto)
        from topic in Topics
        where !rpc.Groups["comment"].Value.Contains(topic, StringComparison.OrdinalIgnoreCase)
        select $"{rpc.Groups["name"].Value}: {topic}";

    [GeneratedRegex(@"(?<comment>(^ *//.*\n)*) *rpc (?<name>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Rpc();
}
