namespace AutoValley.Grpc.Server.Tests.Interop.Peers;

/// <summary>Who stands at the other end of our server or our client.</summary>
public enum Peer
{
    /// <summary>Our client with our server, whose responses are compressed.</summary>
    Own,

    /// <summary>Our client with our server, as it is by default.</summary>
    OwnUncompressed,

    /// <summary>gRPC's C core, through Debian's python3-grpcio, calls our server.</summary>
    PythonClient,

    /// <summary>npm's @grpc/grpc-js calls our server.</summary>
    NodeClient,

    /// <summary>Our client calls gRPC's C core, through Debian's python3-grpcio.</summary>
    PythonServer,

    /// <summary>Our client calls npm's @grpc/grpc-js.</summary>
    NodeServer,
}
