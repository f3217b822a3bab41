using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AutoValley.Server.Composition;

/// <summary>Kestrel's own word on each port; its address is the one that was bound once the server runs.</summary>
internal sealed class BoundPorts
{
    public ListenOptions? Http { get; set; }

    public ListenOptions? Grpc { get; set; }

    public ListenOptions? Mqtt { get; set; }

    /// <summary>Null without a certificate.</summary>
    public ListenOptions? Https { get; set; }

    /// <summary>Null without a certificate.</summary>
    public ListenOptions? Mqtts { get; set; }
}
