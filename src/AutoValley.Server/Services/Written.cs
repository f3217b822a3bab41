using AutoValley.Server.Refusals;
using AutoValley.Storage;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>What is asked of the disk, or refused because the disk fails.</summary>
internal static class Written
{
    /// <summary>Reads or writes.</summary>
    /// <exception cref="RpcException">UNAVAILABLE: the disk fails.</exception>
    public static T OrUnavailable<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (StoreUnavailableException unavailable)
        {
            throw Refusal.Unavailable(unavailable);
        }
    }

    /// <summary>Waits for something to be read or written.</summary>
    /// <exception cref="RpcException">UNAVAILABLE: the disk fails.</exception>
    public static async Task<T> OrUnavailableAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (StoreUnavailableException unavailable)
        {
            throw Refusal.Unavailable(unavailable);
        }
    }
}
