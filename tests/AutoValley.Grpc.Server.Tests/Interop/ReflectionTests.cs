using System.Text.Json;
using AutoValley.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AutoValley.Grpc.Server.Tests.Interop;

/// <summary>What the server tells of itself, asked by grpc-js with the contracts of npm's @grpc/reflection.</summary>
public sealed class ReflectionTests
{
    private const string Folder = "tests/AutoValley.Grpc.Server.Tests/Interop/node";

    [NodeTheory(Folder)]
    [InlineData("v1")]
    [InlineData("v1alpha")]
    public async Task Reflection_AskedByGrpcJs_TellsServicesFilesAndSymbols(string version)
    {
        var answers = await AskAsync(
            version, """{"list_services":"*"}""", """{"file_containing_symbol":"autovalley.interop.InteropService.UnaryCall"}""",
            """{"file_containing_symbol":"autovalley.interop.UnaryRequest"}""", """{"file_by_filename":"interop.proto"}""");

        Assert.Equal(["autovalley.interop.InteropService", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"], Texts(answers[0], "services"));
        foreach (var answer in answers[1..])
        {
            Assert.Equal("interop.proto", Texts(answer, "files")[0]);
            Assert.Contains("InteropService", Texts(answer, "declared"));
        }
    }

    [NodeFact(Folder)]
    public async Task Reflection_OfAFileThatImports_SendsTheImportsToo()
    {
        var answers = await AskAsync("v1", """{"file_containing_symbol":"grpc.reflection.v1alpha.ServerReflection"}""");

        Assert.Equal(["grpc/reflection/v1alpha/reflection.proto", "grpc/reflection/v1/reflection.proto"], Texts(answers[0], "files"));
    }

    [NodeFact(Folder)]
    public async Task Reflection_OfWhatIsNotThere_AnswersAndGoesOn()
    {
        var answers = await AskAsync(
            "v1", """{"file_by_filename":"no.proto"}""", """{"file_containing_symbol":"no.Such"}""",
            """{"file_containing_extension":{"containing_type":"no.Such","extension_number":7}}""", """{"all_extension_numbers_of_type":"no.Such"}""",
            """{"host":"nothing asked"}""", """{"all_extension_numbers_of_type":"autovalley.interop.UnaryRequest"}""", """{"list_services":""}""");

        Assert.Equal([5, 5, 5, 5, 3], answers[..5].Select(answer => answer.GetProperty("error")[0].GetInt32()));
        Assert.Equal("file 'no.proto' is not known", answers[0].GetProperty("error")[1].GetString());
        Assert.Equal(0, answers[5].GetProperty("extensions").GetArrayLength());
        Assert.Equal(3, answers[6].GetProperty("services").GetArrayLength());
    }

    private static async Task<JsonElement[]> AskAsync(string version, params string[] requests)
    {
        await using var server = await TestServer.StartAsync(
            map: app =>
            {
                app.MapGrpcService<InteropService>();
                app.MapGrpcReflectionService();
            },
            services: services => services.AddGrpcReflection());
        var script = Path.Combine(SharedData.RepositoryRoot, Folder, "reflection.js");
        var output = await ForeignProgram.RunAsync("", "node", [script, server.Address.Authority, version, .. requests]);
        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(requests.Length, answers.Length);
        Assert.Empty(server.Errors);
        return answers;
    }

    private static string[] Texts(JsonElement answer, string name) => [.. answer.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
}
