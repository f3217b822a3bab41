using AutoValley.Grpc.Tests.Interop;

namespace AutoValley.Grpc.Server.Tests.Interop;

/// <summary>grpc's own client (C core, through Python) with our server: it runs all cases in one process, plain and with gzip.</summary>
public sealed class PythonClientTests(PythonClientTests.Outcomes outcomes) : IClassFixture<PythonClientTests.Outcomes>
{
    public static TheoryData<string> Cases =>
    [
        "empty_unary", "large_unary", "large_unary_gzip", "client_streaming", "server_streaming", "ping_pong", "empty_stream", "custom_metadata",
        "status_code_and_message", "special_status_message", "error_after_responses", "unimplemented_method", "unimplemented_service",
        "cancel_after_begin", "cancel_after_first_response", "timeout_on_sleeping_server", "server_ends_upload_early", "request_over_limit",
    ];

    [PythonTheory]
    [MemberData(nameof(Cases))]
    public void PythonClient_OwnServer_Agree(string name) => Assert.Equal("ok", outcomes.Plain.GetValueOrDefault(name, "did not run"));

    [PythonTheory]
    [MemberData(nameof(Cases))]
    public void PythonClient_OwnServerWithGzip_Agree(string name) => Assert.Equal("ok", outcomes.Gzip.GetValueOrDefault(name, "did not run"));

    public sealed class Outcomes : IAsyncLifetime
    {
        public IReadOnlyDictionary<string, string> Plain { get; private set; } = new Dictionary<string, string>();

        public IReadOnlyDictionary<string, string> Gzip { get; private set; } = new Dictionary<string, string>();

        public async Task InitializeAsync()
        {
            if (!PythonPeer.IsHere)
                return;
            Plain = await RunAsync(null);
            Gzip = await RunAsync("gzip");
        }

        public Task DisposeAsync() => Task.CompletedTask;

        private static async Task<Dictionary<string, string>> RunAsync(string? compression)
        {
            await using var server = await TestServer.StartAsync(options => options.ResponseCompressionAlgorithm = compression);
            await using var peer = await PythonPeer.StartAsync("interop_client.py", server.Address.Authority);
            var outcomes = new Dictionary<string, string>();
            while (await peer.ReadLineAsync() is { } line)
                outcomes[line.Split(' ')[0]] = line.Split(' ', 2)[1];
            Assert.Empty(peer.Errors.Trim());
            Assert.Equal("", string.Join("; ", server.Errors));
            return outcomes;
        }
    }
}
