using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Metadata and addresses between HTTP and gRPC.</summary>
internal static class CallMetadata
{
    /// <summary>The request's headers without those of the protocol.</summary>
    public static Metadata Read(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
                MetadataCodec.Add(metadata, name, value ?? "");
        }
        return metadata;
    }

    /// <summary>Adds entries to headers or trailers, unless they belong to the protocol.</summary>
    public static void Write(Metadata metadata, IHeaderDictionary headers)
    {
        foreach (var entry in metadata)
        {
            if (!ProtocolHeaders.IsOwn(entry.Key))
                headers.Append(entry.Key, MetadataCodec.Encode(entry));
        }
    }

    /// <summary>An address as gRPC writes it.</summary>
    public static string Peer(IPAddress? address, int port) => address?.AddressFamily switch
    {
        AddressFamily.InterNetwork => $"ipv4:{address}:{port}",
        AddressFamily.InterNetworkV6 => $"ipv6:[{address}]:{port}",
        _ => "unknown",
    };
}
