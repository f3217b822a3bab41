namespace AutoValley.Grpc.Server.Tests.Interop.Peers;

/// <summary>A theory with python3-grpcio as the peer; skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute()
    {
        if (!ForeignPeer.PythonIsHere)
            Skip = "needs python3-grpcio, protobuf-compiler and protobuf-compiler-grpc (tests/run installs them when root)";
    }
}
