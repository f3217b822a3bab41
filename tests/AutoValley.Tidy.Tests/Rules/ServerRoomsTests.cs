using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

public sealed class ServerRoomsTests
{
    private static readonly CSharpFile[] Rooms =
    [
        new("src/AutoValley.Server/Services/QueryRpc.cs", "using AutoValley.Server.Query;\nnamespace AutoValley.Server.Services;\nsealed class QueryRpc;"),
        new("src/AutoValley.Server/Demo/Fleet.cs", "using AutoValley.Edge;\nnamespace AutoValley.Server.Demo;\nsealed class Fleet;"),
        new("src/AutoValley.Server/Program.cs", "using AutoValley.Server.Services;\nusing AutoValley.Server.Demo;"),
    ];

    [Theory]
    [InlineData("Query/A.cs", "builder.Services.Add(); Services.GetService(); var a = Demo;", null)]
    [InlineData("Query/A.cs", "using AutoValley.Server.Services;", "Query may not use AutoValley.Server.Services")]
    [InlineData("Query/A.cs", "var a = new Services.QueryRpc();", "Query may not use Services.QueryRpc")]
    [InlineData("Services/A.cs", "using AutoValley.Server.Demo;", "Services may not use AutoValley.Server.Demo")]
    [InlineData("Ingest/A.cs", "using AutoValley.Edge.Batching;", "Ingest may not use AutoValley.Edge")]
    [InlineData("Composition.cs", "AutoValley.Server.Demo.Fleet a;", "Composition.cs may not use AutoValley.Server.Demo")]
    public void Inward_UseOfAnOuterRoom_IsFound(string path, string source, string? told) =>
        Assert.Equal(
            told is null ? [] : [told],
            ServerRooms.Inward([.. Rooms, new("src/AutoValley.Server/" + path, source)]).Select(finding => finding.What));
}
