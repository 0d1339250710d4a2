using Mono.Cecil;

// Usage: Publicizer FOLDER ASSEMBLY...
// Writes into FOLDER a copy of each assembly, for the compiler only, in which what was internal is public and what was
// 'private protected' is protected, so that overriding members keep the accessibility their source shows.
// Private members stay private.
var folder = args[0];
Directory.CreateDirectory(folder);

foreach (var path in args.Skip(1))
{
    var resolver = new DefaultAssemblyResolver();
    resolver.AddSearchDirectory(Path.GetDirectoryName(path));
    using var assembly = AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = resolver });
    foreach (var type in assembly.MainModule.GetTypes())
    {
        Open(type);
    }

    assembly.Write(Path.Combine(folder, Path.GetFileName(path)));
}

static void Open(TypeDefinition type)
{
    if (type.IsNotPublic)
    {
        type.IsPublic = true;
    }
    else if (type.IsNestedAssembly || type.IsNestedFamilyOrAssembly)
    {
        type.IsNestedPublic = true;
    }
    else if (type.IsNestedFamilyAndAssembly)
    {
        type.IsNestedFamily = true;
    }

    foreach (var method in type.Methods)
    {
        // Each setter is only ever given true: a false clears bits that other levels share.
        if (method.IsAssembly)
        {
            method.IsPublic = true;
        }
        else if (method.IsFamilyAndAssembly || method.IsFamilyOrAssembly)
        {
            method.IsFamily = true;
        }

        if (method.HasBody)
        {
            method.Body = new Mono.Cecil.Cil.MethodBody(method);
            method.Body.GetILProcessor().Emit(Mono.Cecil.Cil.OpCodes.Ldnull);
            method.Body.GetILProcessor().Emit(Mono.Cecil.Cil.OpCodes.Throw);
        }
    }

    foreach (var field in type.Fields)
    {
        if (field.IsAssembly)
        {
            field.IsPublic = true;
        }
        else if (field.IsFamilyAndAssembly || field.IsFamilyOrAssembly)
        {
            field.IsFamily = true;
        }
    }
}
