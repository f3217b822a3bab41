using System.Reflection;
using System.Text.RegularExpressions;

namespace AutoValley.Grpc.Server.Tests.Upstream;

/// <summary>What code outside can see of an assembly, a line a member, in words that do not depend on who loaded it.</summary>
internal static partial class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Assembly assembly) => assembly.GetExportedTypes().SelectMany(Of);

    private static IEnumerable<string> Of(Type type)
    {
        yield return $"{Name(type)}: {Kind(type)}";
        foreach (var member in type.GetMembers(Declared))
        {
            var line = member switch
            {
                ConstructorInfo { IsPublic: true } or ConstructorInfo { IsFamily: true } => $"new({Parameters((ConstructorInfo)member)})",
                MethodInfo { IsPublic: true } or MethodInfo { IsFamily: true } => Of((MethodInfo)member),
                FieldInfo { IsPublic: true, IsSpecialName: false } field => $"{field.Name}: {Name(field.FieldType)}",
                _ => null,
            };
            if (line is not null)
                yield return $"{Name(type)}.{line}";
        }
    }

    private static string Of(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(',', method.GetGenericArguments().Select(Name))}>" : "";
        return $"{method.Name}{generic}({Parameters(method)}): {Name(method.ReturnType)}";
    }

    // Optional ones are left out at the end: who names or leaves out those that both sides have compiles against either.
    private static string Parameters(MethodBase method) => string.Join(
        ", ", method.GetParameters().Where(parameter => !parameter.IsOptional).Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"));

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        _ => "class",
    };

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsArray || type.IsByRef)
            return Name(type.GetElementType()!) + (type.IsArray ? "[]" : "&");
        var name = Arity().Replace(type.IsNested ? $"{Name(type.DeclaringType!)}.{type.Name}" : $"{type.Namespace}.{type.Name}", "");
        return type.IsGenericType ? $"{name}<{string.Join(',', type.GetGenericArguments().Select(Name))}>" : name;
    }

    [GeneratedRegex("`[0-9]+")]
    private static partial Regex Arity();
}
