using AutoValley.Interop;
using AutoValley.Testing;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AutoValley.Grpc.Server.Tests.Web;

/// <summary>npm's @connectrpc/connect-web with our server over HTTP/1.1: it runs all cases in one process, plain and where the server may compress.</summary>
public sealed class ConnectWebTests(ConnectWebTests.Outcomes outcomes) : IClassFixture<ConnectWebTests.Outcomes>
{
    private const string Folder = "tests/AutoValley.Grpc.Server.Tests/Web/node";

    public static TheoryData<string> Cases =>
    [
        "empty_unary", "large_unary", "server_streaming", "empty_stream", "custom_metadata", "status_code_and_message", "special_status_message",
        "error_after_responses", "unimplemented_method", "unimplemented_service", "cancel_after_begin", "cancel_after_first_response",
        "timeout_on_sleeping_server", "request_over_limit",
    ];

    [NodeTheory(Folder)]
    [MemberData(nameof(Cases))]
    public void ConnectWeb_OwnServer_Agree(string name) => Assert.Equal("ok", outcomes.Plain.GetValueOrDefault(name, "did not run"));

    [NodeTheory(Folder)]
    [MemberData(nameof(Cases))]
    public void ConnectWeb_OwnServerWithGzip_Agree(string name) => Assert.Equal("ok", outcomes.Gzip.GetValueOrDefault(name, "did not run"));

    public sealed class Outcomes : IAsyncLifetime
    {
        public IReadOnlyDictionary<string, string> Plain { get; private set; } = new Dictionary<string, string>();

        public IReadOnlyDictionary<string, string> Gzip { get; private set; } = new Dictionary<string, string>();

        public async Task InitializeAsync()
        {
            if (new NodeFactAttribute(Folder).Skip is not null)
                return;
            Plain = await RunAsync(null);
            Gzip = await RunAsync("gzip");
        }

        public Task DisposeAsync() => Task.CompletedTask;

        private static async Task<Dictionary<string, string>> RunAsync(string? compression)
        {
            await using var server = await TestServer.StartWebAsync(
                HttpProtocols.Http1, options: options => options.ResponseCompressionAlgorithm = compression);
            var descriptors = new FileDescriptorSet { File = { InteropReflection.Descriptor.ToProto() } };
            var output = await ForeignProgram.RunAsync(
                descriptors.ToByteString().ToBase64(), "node", Path.Combine(SharedData.RepositoryRoot, Folder, "connect.js"), server.Address.Authority);
            Assert.Equal("", string.Join("; ", server.Errors));
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToDictionary(line => line.Split(' ')[0], line => line.Split(' ', 2)[1]);
        }
    }
}
