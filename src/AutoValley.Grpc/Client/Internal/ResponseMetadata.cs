using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>The metadata in a response's headers or trailers.</summary>
internal static class ResponseMetadata
{
    public static Metadata From(HttpResponseHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            foreach (var value in values)
                MetadataCodec.Add(metadata, name, value);
        }
        return metadata;
    }
}
