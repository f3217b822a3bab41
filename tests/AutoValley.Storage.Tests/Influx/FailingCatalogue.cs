using System.Reflection;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>A catalogue that cannot keep dead letters for a time.</summary>
public class FailingCatalogue : DispatchProxy
{
    private ICatalogue inner = null!;

    /// <summary>Attempts that fail from now on.</summary>
    public int Failures { get; set; }

    internal static (ICatalogue Catalogue, FailingCatalogue Control) Of(ICatalogue inner)
    {
        var catalogue = Create<ICatalogue, FailingCatalogue>();
        var control = (FailingCatalogue)(object)catalogue;
        control.inner = inner;
        return (catalogue, control);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(ICatalogue.AddDeadLetter) && Failures-- > 0)
            throw new IOException("the catalogue is full");
        try
        {
            return targetMethod.Invoke(inner, args);
        }
        catch (TargetInvocationException thrown)
        {
            throw thrown.InnerException!;
        }
    }
}
