using AutoValley.Server.Refusals;
using AutoValley.Storage;
using Grpc.Core;

namespace AutoValley.Server.Services;

internal static class Written
{
    /// <summary>Writes to the catalogue.</summary>
    /// <exception cref="RpcException">UNAVAILABLE: it cannot be written.</exception>
    public static T OrUnavailable<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (StoreUnavailableException unavailable)
        {
            throw Refusal.Unavailable(unavailable);
        }
    }
}
