using Grpc.Net.Client;

namespace AutoValley.Grpc.Tests.Interop;

/// <summary>Our client with grpc's own server (C core, through Python).</summary>
public sealed class PythonServerTests(PythonServerTests.Server server) : IClassFixture<PythonServerTests.Server>
{
    public static TheoryData<string> Cases => InteropCases.Names;

    [PythonTheory]
    [MemberData(nameof(Cases))]
    public async Task OwnClient_PythonServer_Agree(string name)
    {
        using var channel = GrpcChannel.ForAddress(server.Address);
        await InteropCases.RunAsync(name, channel);
    }

    public sealed class Server : IAsyncLifetime
    {
        private PythonPeer? _peer;

        public string Address { get; private set; } = "";

        public async Task InitializeAsync()
        {
            if (!PythonPeer.IsHere)
                return;
            _peer = await PythonPeer.StartAsync("interop_server.py");
            var port = await _peer.ReadLineAsync() ?? throw new InvalidOperationException(_peer.Errors);
            Address = $"http://127.0.0.1:{port}";
        }

        public async Task DisposeAsync()
        {
            if (_peer is not null)
                await _peer.DisposeAsync();
        }
    }
}
